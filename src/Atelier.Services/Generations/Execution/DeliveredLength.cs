using Atelier.Providers;
using Atelier.Services.Artifacts;

namespace Atelier.Services.Generations.Execution;

/// <summary>How long a result is, for models that choose it themselves and are charged by it.</summary>
internal static class DeliveredLength
{
    /// <summary>What was used, with the seconds of what was delivered as they were measured when it was stored, not as somebody says.</summary>
    public static ProviderUsage? In(ProviderUsage? usage, IReadOnlyCollection<Artifact> artifacts) =>
        artifacts.Sum(artifact => artifact.DurationSeconds) is > 0 and var seconds ? (usage ?? new ProviderUsage()) with { Seconds = seconds } : usage;
}
