using Atelier.Providers;

namespace Atelier.Api.Admin;

/// <summary>The pipeline that the calls of a vendor go through, on this node.</summary>
internal sealed record VendorPipelineResource
{
    /// <summary>Circuit breakers by class of calls: <c>closed</c>, <c>open</c>, <c>half_open</c> or <c>off</c>.</summary>
    public required IReadOnlyDictionary<string, string> Circuits { get; init; }

    /// <summary>Most requests in <c>window_seconds</c>; absent when there is no limit.</summary>
    public int? RequestLimit { get; init; }

    /// <summary>The time in which requests are counted.</summary>
    public double? WindowSeconds { get; init; }

    /// <summary>Most requests under way at once; absent when there is no limit.</summary>
    public int? ConcurrencyLimit { get; init; }

    public required long UnderWay { get; init; }

    /// <summary>Calls that wait for their turn.</summary>
    public required long Waiting { get; init; }

    /// <summary>The pool of connections.</summary>
    public VendorConnectionsResource? Connections { get; init; }

    /// <summary>For how many seconds nothing is sent because the vendor asked to slow down.</summary>
    public double? PausedForSeconds { get; init; }

    /// <summary>The keys of the account, by names made from their hashes.</summary>
    public required IReadOnlyList<VendorKeyResource> Keys { get; init; }

    public required long CacheHits { get; init; }

    public required long CacheMisses { get; init; }

    public static VendorPipelineResource From(ProviderPipelineReport report) => new()
    {
        Circuits = report.Circuits,
        RequestLimit = report.RequestLimit,
        WindowSeconds = report.RequestLimit is null ? null : report.RequestWindow.TotalSeconds,
        ConcurrencyLimit = report.ConcurrencyLimit,
        UnderWay = report.UnderWay,
        Waiting = report.Waiting,
        Connections = report.Connections is { } pool
            ? new(pool.MaxPerHost, pool.Lifetime.TotalSeconds, pool.IdleTimeout.TotalSeconds, pool.Http2, report.OpenConnections)
            : null,
        PausedForSeconds = report.PausedFor?.TotalSeconds,
        Keys = [.. report.Keys.Select(key => new VendorKeyResource(key.Id, key.Weight, key.RestsUntil?.UtcDateTime, key.LastRefusal))],
        CacheHits = report.CacheHits,
        CacheMisses = report.CacheMisses,
    };
}

/// <summary>A pool of connections: its settings, and its use.</summary>
/// <param name="MaxPerHost">Most connections to one host.</param>
/// <param name="LifetimeSeconds">After how long a connection is replaced.</param>
/// <param name="IdleTimeoutSeconds">After how long an unused connection is closed.</param>
/// <param name="Http2">Whether HTTP/2 is used where the vendor offers it.</param>
/// <param name="Open">Connections that are open now, in use or idle, those of downloads included.</param>
internal sealed record VendorConnectionsResource(int MaxPerHost, double LifetimeSeconds, double IdleTimeoutSeconds, bool Http2, int? Open);

/// <summary>One key of a vendor account.</summary>
/// <param name="Id">A name made from its hash.</param>
/// <param name="Weight">How often it is chosen, relative to the others.</param>
/// <param name="RestsUntil">Until when it is not chosen.</param>
/// <param name="LastRefusal">HTTP status of the vendor's last refusal of it.</param>
internal sealed record VendorKeyResource(string Id, int Weight, DateTime? RestsUntil, int? LastRefusal);
