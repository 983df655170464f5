using Atelier.Clients.Http;

namespace Atelier.Providers.Pipeline;

/// <summary>A client's status in the words of the layer above.</summary>
internal static class PipelineReports
{
    // The words for a circuit, from the best to the worst.
    private static readonly string[] States = ["off", "closed", "half_open", "open"];

    /// <param name="status">The client's.</param>
    /// <param name="downloads">That of the downloads of the vendor's results, which lie at other hosts; null when the vendor has none.</param>
    public static ProviderPipelineReport From(VendorPipelineStatus status, VendorPipelineStatus? downloads) => new()
    {
        Circuits = status.Circuits.ToDictionary(
            circuit => circuit.Key.ToString().ToLowerInvariant(),
            circuit => downloads is not null && circuit.Key == OperationClass.Download
                ? Worse(circuit.Value, downloads.Circuits[OperationClass.Download])
                : circuit.Value),
        RequestLimit = status.Requests == 0 ? null : status.Requests,
        RequestWindow = status.Window,
        ConcurrencyLimit = status.Concurrency == 0 ? null : status.Concurrency,
        GenerationLimit = status.Generations,
        Connections = new(status.ConnectionsPerHost, status.ConnectionLifetime, status.ConnectionIdleTimeout, status.Http2),
        OpenConnections = status.OpenConnections + (downloads?.OpenConnections ?? 0),
        UnderWay = status.UnderWay + (downloads?.UnderWay ?? 0),
        Waiting = status.Waiting + (downloads?.Waiting ?? 0),
        PausedFor = status.PausedFor,
        Keys = [.. status.Keys.Select(key => new ProviderKeyReport(key.Id, key.Weight, key.RestsUntil, key.LastRefusal))],
        CacheHits = status.CacheHits,
        CacheMisses = status.CacheMisses,
    };

    private static string Worse(string one, string other) => Array.IndexOf(States, one) >= Array.IndexOf(States, other) ? one : other;
}
