using System.Threading.RateLimiting;

namespace Atelier.Clients.Http;

/// <summary>
/// Lets requests of one vendor account out: so many in a time, so many at once, none for a while after a 429. Who waits, waits in order.
/// </summary>
internal sealed class VendorGate : IDisposable
{
    private const int Segments = 20;

    private readonly VendorLimitOptions _limits;
    private readonly TimeProvider _time;
    private readonly SlidingWindowRateLimiter? _rate;
    private readonly ConcurrencyLimiter? _concurrency;
    private long _closedUntilTicks;

    public VendorGate(VendorLimitOptions limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _rate = limits.Requests == 0 ? null : new SlidingWindowRateLimiter(RateOf(limits));
        _concurrency = limits.Concurrency == 0 ? null : new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = limits.Concurrency,
            QueueLimit = limits.Queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public VendorLimitOptions Limits => _limits;

    /// <summary>How long nothing is sent from now on; zero when the gate is open.</summary>
    public TimeSpan ClosedFor
    {
        get
        {
            var left = new DateTimeOffset(Interlocked.Read(ref _closedUntilTicks), TimeSpan.Zero) - _time.GetUtcNow();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Calls that wait.</summary>
    public long Waiting => (_rate?.GetStatistics()?.CurrentQueuedCount ?? 0) + (_concurrency?.GetStatistics()?.CurrentQueuedCount ?? 0);

    /// <summary>Requests under way.</summary>
    public long UnderWay => _concurrency is null ? 0 : _limits.Concurrency - (_concurrency.GetStatistics()?.CurrentAvailablePermits ?? 0);

    /// <summary>
    /// The limiter's window. It forgets what was sent in a segment as if it had been sent at the segment's beginning; one segment more makes that a
    /// little late instead of too early, so that no window at all holds more than it may.
    /// </summary>
    internal static SlidingWindowRateLimiterOptions RateOf(VendorLimitOptions limits) => new()
    {
        PermitLimit = limits.Requests,
        Window = limits.Window * (Segments + 1) / Segments,
        SegmentsPerWindow = Segments + 1,
        QueueLimit = limits.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };

    /// <summary>Waits for the turn of a call, as long as it has patience. Dispose the permit when the answer has come.</summary>
    /// <exception cref="VendorRateLimitedException">The gate is closed after a 429; nothing was sent.</exception>
    /// <exception cref="VendorBusyException">Too many calls wait already; nothing was sent.</exception>
    /// <exception cref="VendorTimeoutException">The turn did not come in time; nothing was sent.</exception>
    public ValueTask<Permit> EnterAsync(
        Func<VendorCall, string, VendorFault> describe, VendorCall call, TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RefuseWhileClosed(describe, call);
        using var turn = _rate?.AttemptAcquire();
        if (turn is { IsAcquired: false })
        {
            return WaitAsync(_rate, describe, call, patience, cancellationToken);
        }

        var slot = _concurrency?.AttemptAcquire();
        return slot is { IsAcquired: false }
            ? WaitAsync(null, describe, call, patience, cancellationToken)
            : new ValueTask<Permit>(new Permit(slot));
    }

    /// <summary>Waits in the queues; whoever loses patience leaves them.</summary>
    private async ValueTask<Permit> WaitAsync(
        SlidingWindowRateLimiter? rate,
        Func<VendorCall, string, VendorFault> describe,
        VendorCall call,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        RateLimitLease? slot = null;
        try
        {
            if (rate is not null)
            {
                // A lease of a window is given back by time alone.
                using var turn = await rate.AcquireAsync(1, either.Token).ConfigureAwait(false);
                RefuseWithout(turn, describe, call);
            }

            slot = _concurrency is null ? null : await _concurrency.AcquireAsync(1, either.Token).ConfigureAwait(false);
            RefuseWithout(slot, describe, call);

            // It may have been closed while this call waited.
            RefuseWhileClosed(describe, call);
            return new Permit(slot);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new VendorTimeoutException(describe(call, "not sent: its turn did not come within the time allowed"), e) { NotSent = true };
        }
        catch
        {
            slot?.Dispose();
            throw;
        }
    }

    /// <summary>Sends nothing for a while; a later end wins.</summary>
    public void Close(TimeSpan duration)
    {
        var until = (_time.GetUtcNow() + duration).UtcTicks;
        long seen;
        while ((seen = Interlocked.Read(ref _closedUntilTicks)) < until
            && Interlocked.CompareExchange(ref _closedUntilTicks, until, seen) != seen)
        {
            // Somebody else moved it; look again.
        }
    }

    public void Dispose()
    {
        _rate?.Dispose();
        _concurrency?.Dispose();
    }

    private void RefuseWhileClosed(Func<VendorCall, string, VendorFault> describe, VendorCall call)
    {
        if (ClosedFor is var left && left > TimeSpan.Zero)
        {
            throw new VendorRateLimitedException(describe(call, "not sent: the vendor asked to slow down a moment ago") with { RetryAfter = left }) { NotSent = true };
        }
    }

    private void RefuseWithout(RateLimitLease? lease, Func<VendorCall, string, VendorFault> describe, VendorCall call)
    {
        if (lease is { IsAcquired: false })
        {
            var fault = describe(call, $"not sent: {_limits.Queue} calls wait for their turn already") with { RetryAfter = TimeSpan.FromSeconds(1) };
            throw new VendorBusyException(fault) { NotSent = true };
        }
    }

    /// <summary>The right to have one request under way.</summary>
    internal readonly struct Permit(RateLimitLease? slot) : IDisposable
    {
        public void Dispose() => slot?.Dispose();
    }
}
