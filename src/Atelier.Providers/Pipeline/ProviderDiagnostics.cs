using System.Diagnostics;

namespace Atelier.Providers.Pipeline;

/// <summary>Names to listen to, so that an operator need not guess.</summary>
public static class ProviderDiagnostics
{
    /// <summary>The meter with submissions, polls and their durations.</summary>
    public const string MeterName = "Atelier.Providers";

    /// <summary>The source of one activity per provider call.</summary>
    public const string ActivitySourceName = "Atelier.Providers";

    internal static readonly ActivitySource Source = new(ActivitySourceName);
}
