using Atelier.Services.Accounts;

namespace Atelier.Server.Hosting;

/// <summary>How far the start is, and what it found and made.</summary>
internal sealed class StartReport
{
    /// <summary>Whether the server is up. Until then a failure is told once, by whoever started it.</summary>
    public bool IsUp { get; set; }

    /// <summary>The operator and keys of a first start; <see langword="null"/> on every later one.</summary>
    public FirstKeys? FirstKeys { get; set; }
}
