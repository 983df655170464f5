namespace Atelier.Clients.Http;

/// <summary>How one client's pipeline stands at this moment; holds no secret.</summary>
public sealed record VendorPipelineStatus
{
    /// <summary>The vendor.</summary>
    public required string Vendor { get; init; }

    /// <summary>State of the breaker of each class: <c>closed</c>, <c>open</c>, <c>half_open</c>; <c>off</c> when there is none.</summary>
    public required IReadOnlyDictionary<OperationClass, string> Circuits { get; init; }

    /// <summary>Most requests in <see cref="Window"/>; 0 for no limit.</summary>
    public required int Requests { get; init; }

    /// <summary>The time in which requests are counted.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Most requests under way at once; 0 for no limit.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Most generations under way at once over all nodes, when it is set; see <see cref="VendorLimitOptions.Generations"/>.</summary>
    public int? Generations { get; init; }

    /// <summary>Most connections to one host.</summary>
    public required int ConnectionsPerHost { get; init; }

    /// <summary>After how long a connection is replaced.</summary>
    public required TimeSpan ConnectionLifetime { get; init; }

    /// <summary>After how long an unused connection is closed.</summary>
    public required TimeSpan ConnectionIdleTimeout { get; init; }

    /// <summary>Whether HTTP/2 is used where the vendor offers it.</summary>
    public required bool Http2 { get; init; }

    /// <summary>Connections that are open now, in use or idle; <see langword="null"/> when the <see cref="HttpClient"/> is the caller's own.</summary>
    public int? OpenConnections { get; init; }

    /// <summary>Requests under way.</summary>
    public required long UnderWay { get; init; }

    /// <summary>Calls that wait for their turn.</summary>
    public required long Waiting { get; init; }

    /// <summary>How long nothing is sent after a 429; <see langword="null"/> when the gate is open.</summary>
    public TimeSpan? PausedFor { get; init; }

    /// <summary>The keys.</summary>
    public required IReadOnlyList<VendorKeyStatus> Keys { get; init; }

    /// <summary>Answers taken from the response cache since start.</summary>
    public required long CacheHits { get; init; }

    /// <summary>Answers that had to be asked for since start.</summary>
    public required long CacheMisses { get; init; }
}

/// <summary>One key of an account.</summary>
/// <param name="Id">A stable name made from its hash; not secret.</param>
/// <param name="Weight">How often it is chosen, relative to the others.</param>
public sealed record VendorKeyStatus(string Id, int Weight)
{
    /// <summary>Until when it is not chosen; <see langword="null"/> when it is in use.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>HTTP status of the vendor's last refusal of it; <see langword="null"/> when there was none.</summary>
    public int? LastRefusal { get; init; }
}
