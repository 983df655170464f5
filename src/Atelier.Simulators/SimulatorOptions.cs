using Atelier.Simulators.AiHubMix;
using Atelier.Simulators.Runway;
using Atelier.Simulators.Stability;

namespace Atelier.Simulators;

/// <summary>How the simulated vendors behave. The defaults suit a sandbox: quick, patient about money, no rate limits.</summary>
public sealed class SimulatorOptions
{
    /// <summary>
    /// Folder in which running tasks are kept, so that they go on after a restart. Null keeps them in memory only. Default: null.
    /// </summary>
    public string? StateDirectory { get; set; }

    /// <summary>
    /// Origin (scheme, host, port and optional path, without the vendor's prefix) used in the result URLs the vendors hand out.
    /// Null uses the origin of the request that asks. Default: null.
    /// </summary>
    public Uri? PublicBaseUrl { get; set; }

    /// <summary>
    /// Keys the vendors accept. Null accepts every well-formed key except those that begin with <c>invalid</c>. Default: null.
    /// </summary>
    public IReadOnlySet<string>? ApiKeys { get; set; }

    /// <summary>
    /// What a new key finds on its account, by vendor name, in the vendor's own unit. Default: 1,000,000 for every vendor.
    /// </summary>
    public IDictionary<string, decimal> InitialBalances { get; } = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long an asynchronous task runs, by vendor name. A vendor without an entry takes <see cref="DefaultTaskDuration"/>.
    /// </summary>
    public IDictionary<string, TimeSpan> TaskDurations { get; } = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long an asynchronous task runs; zero finishes it at once. Default: 2 seconds.</summary>
    public TimeSpan DefaultTaskDuration { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a synchronous paid call takes before it answers, before scaling. Default: zero.</summary>
    public TimeSpan AnswerLatency { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// Multiplies answer latency and task durations. 0 makes everything immediate; 1 keeps the configured values. Default: 1.
    /// </summary>
    public double LatencyScale { get; set; } = 1;

    /// <summary>Whether the vendors' own request limits (Stability: 150 requests in 10 seconds) are enforced. Default: false.</summary>
    public bool EnforceRateLimits { get; set; }

    /// <summary>Number of calls the call log keeps; older ones are dropped, their counts stay in the summary. Default: 10,000.</summary>
    public int CallLogCapacity { get; set; } = 10_000;

    /// <summary>Largest request body accepted, in bytes. Default: 210 MiB, above the largest upload any of the vendors allows.</summary>
    public long MaxRequestBodyBytes { get; set; } = 210L * 1024 * 1024;

    /// <summary>Switches of the simulated Stability AI.</summary>
    public StabilitySimulatorOptions Stability { get; } = new();

    /// <summary>Switches of the simulated Runway.</summary>
    public RunwaySimulatorOptions Runway { get; } = new();

    /// <summary>Switches of the simulated AIHubMix.</summary>
    public AiHubMixSimulatorOptions AiHubMix { get; } = new();

    internal TimeSpan TaskDuration(string vendor) =>
        TaskDurations.TryGetValue(vendor, out var duration) ? duration * LatencyScale : DefaultTaskDuration * LatencyScale;

    internal decimal InitialBalance(string vendor) => InitialBalances.TryGetValue(vendor, out var balance) ? balance : 1_000_000m;
}
