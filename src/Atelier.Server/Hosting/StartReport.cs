using Atelier.Services.Accounts;

namespace Atelier.Server.Hosting;

/// <summary>What the start found and made, for the banner.</summary>
internal sealed class StartReport
{
    /// <summary>The operator and keys of a first start; <see langword="null"/> on every later one.</summary>
    public FirstKeys? FirstKeys { get; set; }
}
