using Atelier.Providers;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Gates;

/// <summary>How many submissions may be under way at once through a gate.</summary>
internal sealed class GateLimits(IProviderDirectory providers, IOptions<EngineOptions> options, IProviderHealthSource? health = null)
{
    private const int DefaultLimit = 16;

    /// <summary>
    /// How many submissions a gate lets through in what time: the same numbers that each node's client keeps, so that the nodes together
    /// keep them too. <see langword="null"/> when the vendor has no such limit.
    /// </summary>
    public (int Requests, TimeSpan Window)? RateFor(string gate) =>
        PipelineOf(gate) is { RequestLimit: { } requests, RequestWindow: var window } ? (requests, window) : null;

    /// <summary>The limit of a gate named <c>provider:live</c> or <c>provider:sandbox</c>.</summary>
    public int For(string gate)
    {
        if (options.Value.Concurrency.TryGetValue(gate, out var configured))
        {
            return configured;
        }

        if (PipelineOf(gate)?.GenerationLimit is { } set)
        {
            return set;
        }

        var separator = gate.LastIndexOf(':');
        var sandbox = gate.AsSpan(separator + 1).SequenceEqual("sandbox");
        var lookup = providers.Find(gate[..Math.Max(separator, 0)], sandbox ? ProviderTarget.Sandbox : ProviderTarget.Live);
        var limit = lookup is ProviderLookup.Found found ? found.Provider.Capabilities.DefaultConcurrency : DefaultLimit;
        return sandbox ? Math.Max(limit, options.Value.SandboxConcurrency) : limit;
    }

    private ProviderPipelineReport? PipelineOf(string gate) =>
        health?.Report().FirstOrDefault(one => $"{one.Provider}:{one.Target.ToString().ToLowerInvariant()}" == gate)?.Pipeline;
}
