using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Atelier.Clients.Http;

/// <summary>Gauges over the pipelines of all clients that are alive. Clients are held weakly: being measured keeps nobody alive.</summary>
internal sealed class WatchedClients
{
    private readonly ConcurrentDictionary<WeakReference<VendorHttpClient>, string> _clients = new();

    public WatchedClients(Meter meter)
    {
        meter.CreateObservableGauge(
            "atelier.client.circuit.state", Circuits, null, "State of the circuit breaker: 0 closed or none, 1 half open, 2 open.");
        meter.CreateObservableGauge(
            "atelier.client.limiter.waiting", () => Each(status => status.Waiting), "{call}", "Calls that wait for their turn.");
        meter.CreateObservableGauge(
            "atelier.client.limiter.under_way", () => Each(status => status.UnderWay), "{request}", "Requests under way.");
        meter.CreateObservableGauge(
            "atelier.client.keys.resting",
            () => Each(status => status.Keys.Count(key => key.RestsUntil is not null)),
            "{key}",
            "Keys that rest because the vendor refused them.");
        meter.CreateObservableGauge(
            "atelier.client.connections.open",
            () => Each(status => status.OpenConnections ?? 0, static status => status.OpenConnections is not null),
            "{connection}",
            "Connections of the pool, in use or idle.");
    }

    public void Add(VendorHttpClient client, string account)
    {
        _clients.TryAdd(new WeakReference<VendorHttpClient>(client), account);
        Sweep();
    }

    private IEnumerable<Measurement<long>> Each(Func<VendorPipelineStatus, long> read, Predicate<VendorPipelineStatus>? has = null) =>
        Alive().Where(one => has is null || has(one.Status)).GroupBy(one => (one.Status.Vendor, one.Account)).Select(group => new Measurement<long>(
            group.Sum(one => read(one.Status)), new("atelier.vendor", group.Key.Vendor), new("atelier.account", group.Key.Account)));

    private IEnumerable<Measurement<int>> Circuits() =>
        from one in Alive()
        from circuit in one.Status.Circuits
        group circuit.Value by (one.Status.Vendor, one.Account, Class: circuit.Key) into circuits
        select new Measurement<int>(
            circuits.Max(state => state switch { "open" => 2, "half_open" => 1, _ => 0 }),
            new("atelier.vendor", circuits.Key.Vendor),
            new("atelier.account", circuits.Key.Account),
            new("atelier.operation.class", circuits.Key.Class.ToString().ToLowerInvariant()));

    private IEnumerable<(VendorPipelineStatus Status, string Account)> Alive()
    {
        foreach (var (reference, account) in _clients)
        {
            if (reference.TryGetTarget(out var client))
            {
                yield return (client.Status, account);
            }
        }
    }

    private void Sweep()
    {
        foreach (var (reference, _) in _clients)
        {
            if (!reference.TryGetTarget(out _))
            {
                _clients.TryRemove(reference, out _);
            }
        }
    }
}
