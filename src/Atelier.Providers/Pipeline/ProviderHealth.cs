namespace Atelier.Providers.Pipeline;

/// <summary>
/// How one provider did lately: counts of the last five minutes in slices of ten seconds, and the last success and failure. Holds a
/// few hundred bytes whatever the traffic.
/// </summary>
internal sealed class ProviderHealth(TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int SliceSeconds = 10;
    private const int SliceCount = 30;

    private readonly Lock _gate = new();
    private readonly Slice[] _slices = new Slice[SliceCount];
    private DateTimeOffset? _lastSuccessAt;
    private DateTimeOffset? _lastFailureAt;
    private ProviderFailure? _lastFailure;

    /// <summary>Whether a failure tells of the vendor or our account there, rather than of the request.</summary>
    public static bool IsVendorsFault(ProviderFailure failure) =>
        failure.Kind is not (ProviderFailureKind.InvalidRequest or ProviderFailureKind.ContentRefused);

    public void Record(ProviderCallResult result)
    {
        // A task that failed at the vendor answers a poll that went well, but the work did not: it counts by its kind like any other.
        var failed = result.Failure is { } failure && IsVendorsFault(failure);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            ref var slice = ref SliceOf(now);
            if (failed)
            {
                slice.Failures++;
                _lastFailureAt = now;
                _lastFailure = result.Failure;
            }
            else
            {
                slice.Successes++;
                _lastSuccessAt = now;
            }
        }
    }

    /// <summary>Fills the counts into a report that already says who it is about.</summary>
    public ProviderHealthReport Fill(ProviderHealthReport report)
    {
        var oldest = SliceNumber(time.GetUtcNow()) - SliceCount + 1;
        lock (_gate)
        {
            var recent = _slices.Where(slice => slice.Number >= oldest).ToList();
            return report with
            {
                Window = Window,
                RecentSuccesses = recent.Sum(slice => slice.Successes),
                RecentFailures = recent.Sum(slice => slice.Failures),
                LastSuccessAt = _lastSuccessAt,
                LastFailureAt = _lastFailureAt,
                LastFailureKind = _lastFailure?.Kind,
                LastFailureMessage = _lastFailure?.Message,
            };
        }
    }

    private static long SliceNumber(DateTimeOffset at) => at.ToUnixTimeSeconds() / SliceSeconds;

    private ref Slice SliceOf(DateTimeOffset at)
    {
        var number = SliceNumber(at);
        ref var slice = ref _slices[number % SliceCount];
        if (slice.Number != number)
        {
            slice = new Slice { Number = number };
        }

        return ref slice;
    }

    private struct Slice
    {
        public long Number;
        public int Successes;
        public int Failures;
    }
}
