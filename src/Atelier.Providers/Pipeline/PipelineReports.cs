using Atelier.Clients.Http;

namespace Atelier.Providers.Pipeline;

/// <summary>A client's status in the words of the layer above.</summary>
internal static class PipelineReports
{
    public static ProviderPipelineReport From(VendorPipelineStatus status) => new()
    {
        Circuits = status.Circuits.ToDictionary(circuit => circuit.Key.ToString().ToLowerInvariant(), circuit => circuit.Value),
        RequestLimit = status.Requests == 0 ? null : status.Requests,
        RequestWindow = status.Window,
        ConcurrencyLimit = status.Concurrency == 0 ? null : status.Concurrency,
        GenerationLimit = status.Generations,
        Connections = new(status.ConnectionsPerHost, status.ConnectionLifetime, status.ConnectionIdleTimeout, status.Http2),
        UnderWay = status.UnderWay,
        Waiting = status.Waiting,
        PausedFor = status.PausedFor,
        Keys = [.. status.Keys.Select(key => new ProviderKeyReport(key.Id, key.Weight, key.RestsUntil, key.LastRefusal))],
        CacheHits = status.CacheHits,
        CacheMisses = status.CacheMisses,
    };
}
