namespace Atelier.Providers;

/// <summary>Tells how every provider has been doing lately, on this node.</summary>
public interface IProviderHealthSource
{
    /// <summary>One report per provider and target, in the order the providers were registered.</summary>
    IReadOnlyList<ProviderHealthReport> Report();
}

/// <summary>How one provider has been doing at one target.</summary>
/// <param name="Provider">The provider's name, as in the catalogue.</param>
/// <param name="Target">The vendor itself or the simulated one.</param>
/// <param name="Configured">Whether it can be called.</param>
public sealed record ProviderHealthReport(string Provider, ProviderTarget Target, bool Configured)
{
    /// <summary>The setting to set before it can be called; <see langword="null"/> when none is missing.</summary>
    public string? MissingSetting { get; init; }

    /// <summary>Host and port its calls go to; <see langword="null"/> while that is not known.</summary>
    public string? BaseUrlHost { get; init; }

    /// <summary>How the pipeline of its calls stands; <see langword="null"/> when it was not used yet or has none of ours.</summary>
    public ProviderPipelineReport? Pipeline { get; init; }

    /// <summary>How far back the two counts look.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Calls of the window in which the vendor did its part; refusing a bad request or bad content is part of that.</summary>
    public int RecentSuccesses { get; init; }

    /// <summary>Calls of the window that failed through the vendor, our account there or the way to it.</summary>
    public int RecentFailures { get; init; }

    /// <summary>When a call last succeeded; <see langword="null"/> when none has since start.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a call last failed; <see langword="null"/> when none has since start.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>How it last failed.</summary>
    public ProviderFailureKind? LastFailureKind { get; init; }

    /// <summary>The message of the last failure; holds no secret.</summary>
    public string? LastFailureMessage { get; init; }
}
