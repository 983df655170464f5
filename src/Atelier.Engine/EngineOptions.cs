using System.ComponentModel.DataAnnotations;

namespace Atelier.Engine;

/// <summary>How this node executes generations.</summary>
public sealed class EngineOptions
{
    /// <summary>How often each node looks for unfinished generations that nobody executes. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RecoveryInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a fresh generation may be without an executor before its dispatch counts as lost. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DispatchGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long past its deadline a generation may be before its executor counts as stuck. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most generations resumed in one look. Default: 64.</summary>
    [Range(1, 10_000)]
    public int RecoveryBatch { get; set; } = 64;

    /// <summary>
    /// How long a stopping node lets submissions under way finish. Longer loses fewer answers; shorter stops sooner. Default: 8 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Submissions that may be under way at once, by gate: <c>runway:live</c>, <c>stability:sandbox</c> and so on. A gate that is not named uses its
    /// provider's default; sandbox gates at least <see cref="SandboxConcurrency"/>.
    /// </summary>
    public IDictionary<string, int> Concurrency { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Smallest concurrency of a sandbox gate. Default: 256.</summary>
    [Range(1, 100_000)]
    public int SandboxConcurrency { get; set; } = 256;

    /// <summary>How often a gate checks its leases against the rows, so that leases of lost nodes come back. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan LeaseCheckInterval { get; set; } = TimeSpan.FromSeconds(10);
}
