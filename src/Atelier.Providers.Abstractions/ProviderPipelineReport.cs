namespace Atelier.Providers;

/// <summary>How the pipeline that a provider's calls go through stands, on this node; holds no secret.</summary>
public sealed record ProviderPipelineReport
{
    /// <summary>Circuit breakers by class of calls: <c>closed</c>, <c>open</c>, <c>half_open</c> or <c>off</c>.</summary>
    public required IReadOnlyDictionary<string, string> Circuits { get; init; }

    /// <summary>Most requests in <see cref="RequestWindow"/>; <see langword="null"/> for no limit.</summary>
    public int? RequestLimit { get; init; }

    /// <summary>The time in which requests are counted.</summary>
    public TimeSpan RequestWindow { get; init; }

    /// <summary>Most requests under way at once; <see langword="null"/> for no limit.</summary>
    public int? ConcurrencyLimit { get; init; }

    /// <summary>Most generations under way at once over all nodes; <see langword="null"/> leaves it to the provider.</summary>
    public int? GenerationLimit { get; init; }

    /// <summary>The pool of connections; <see langword="null"/> when it is not known.</summary>
    public ProviderConnectionReport? Connections { get; init; }

    /// <summary>Connections that are open now, those of the downloads of results included; <see langword="null"/> when it is not known.</summary>
    public int? OpenConnections { get; init; }

    /// <summary>Requests under way.</summary>
    public long UnderWay { get; init; }

    /// <summary>Calls that wait for their turn.</summary>
    public long Waiting { get; init; }

    /// <summary>How long nothing is sent after the vendor asked to slow down; <see langword="null"/> when it did not.</summary>
    public TimeSpan? PausedFor { get; init; }

    /// <summary>The keys of the account.</summary>
    public required IReadOnlyList<ProviderKeyReport> Keys { get; init; }

    /// <summary>Answers taken from the response cache since start.</summary>
    public long CacheHits { get; init; }

    /// <summary>Answers that had to be asked for since start.</summary>
    public long CacheMisses { get; init; }
}

/// <summary>The settings of a pool of connections.</summary>
/// <param name="MaxPerHost">Most connections to one host.</param>
/// <param name="Lifetime">After how long a connection is replaced.</param>
/// <param name="IdleTimeout">After how long an unused connection is closed.</param>
/// <param name="Http2">Whether HTTP/2 is used where the vendor offers it.</param>
public sealed record ProviderConnectionReport(int MaxPerHost, TimeSpan Lifetime, TimeSpan IdleTimeout, bool Http2);

/// <summary>One key of a vendor account.</summary>
/// <param name="Id">A stable name made from its hash; not secret.</param>
/// <param name="Weight">How often it is chosen, relative to the others.</param>
/// <param name="RestsUntil">Until when it is not chosen; <see langword="null"/> when it is in use.</param>
/// <param name="LastRefusal">HTTP status of the vendor's last refusal of it.</param>
public sealed record ProviderKeyReport(string Id, int Weight, DateTimeOffset? RestsUntil, int? LastRefusal);
