using Atelier.Engine.Generations;
using Atelier.Services.Generations;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Atelier.Engine.Gates;

/// <summary>
/// The gate of one vendor account. Its leases are a courtesy to the vendor, not a safety of ours: losing them with a node costs at most a few
/// submissions above the limit.
/// </summary>
[Reentrant]
[KeepAlive]
internal sealed class VendorGateGrain(
    GateLimits limits, IGenerationStore store, IOptions<EngineOptions> options, TimeProvider time) : Grain, IVendorGateGrain
{
    /// <summary>A waiting executor is woken when its turn comes; it asks by itself this often in case the call gets lost.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>A vendor that asks for more is believed for a day.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private LeaseTable _leases = new(1);
    private IGrainTimer? _reopen;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _leases = new LeaseTable(limits.For(this.GetPrimaryKeyString()), limits.RateFor(this.GetPrimaryKeyString()));
        var interval = options.Value.LeaseCheckInterval;
        this.RegisterGrainTimer(CheckLeasesAsync, new GrainTimerCreationOptions { DueTime = interval, Period = interval, Interleave = true });
        return base.OnActivateAsync(cancellationToken);
    }

    public Task<TimeSpan> AcquireAsync(string generationId)
    {
        var now = time.GetUtcNow();
        if (_leases.TryAcquire(generationId, now))
        {
            return Task.FromResult(TimeSpan.Zero);
        }

        // It may be the turn of those who wait, this one among them: a wake-up may have been lost.
        GrantWaiting(now, generationId);
        if (_leases.TryAcquire(generationId, now))
        {
            return Task.FromResult(TimeSpan.Zero);
        }

        var closedFor = _leases.ClosedUntil - now;
        return Task.FromResult(closedFor > AskAgain ? closedFor : AskAgain);
    }

    public Task ReleaseAsync(string generationId)
    {
        _leases.Release(generationId);
        GrantWaiting(time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task CloseAsync(TimeSpan duration)
    {
        var now = time.GetUtcNow();
        _leases.Close(now + (duration < LongestPause ? duration : LongestPause));
        GrantLater(_leases.ClosedUntil - now);
        return Task.CompletedTask;
    }

    public Task DrainAsync(bool draining)
    {
        _leases.Draining = draining;
        GrantWaiting(time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<GateState> StateAsync() => Task.FromResult(new GateState(
        _leases.Draining,
        _leases.Limit,
        _leases.Held,
        _leases.Waiting,
        _leases.ClosedUntil > time.GetUtcNow() ? _leases.ClosedUntil : null));

    private void WakeAtNextWindow(DateTimeOffset now)
    {
        if (_leases.ClosedUntil <= now && _leases.RateOpensAt(now) is var opens && opens > now)
        {
            GrantLater(opens - now);
        }
    }

    private void GrantLater(TimeSpan duration)
    {
        _reopen?.Dispose();
        _reopen = this.RegisterGrainTimer(
            _ =>
            {
                GrantWaiting(time.GetUtcNow());
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = duration, Period = Timeout.InfiniteTimeSpan, Interleave = true });
    }

    /// <summary>Grants what can be granted, and wakes those whose turn it is; the one who asks just now needs no waking.</summary>
    private void GrantWaiting(DateTimeOffset now, string? asking = null)
    {
        while (_leases.GrantNext(now) is { } next)
        {
            if (next != asking)
            {
                GrainFactory.GetGrain<IGenerationGrain>(next).WakeAsync(interrupt: false).Ignore();
            }
        }

        if (_leases.Waiting > 0)
        {
            WakeAtNextWindow(now);
        }
    }

    /// <summary>Takes back the leases of generations that finished, or went back to wait, without anybody saying so.</summary>
    private async Task CheckLeasesAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var id in _leases.HoldersSilentSince(now - (options.Value.LeaseCheckInterval * 3)))
        {
            var generation = await store.FindAsync(id, cancellationToken);
            if (generation is { State: GenerationState.Submitting or GenerationState.Running or GenerationState.Storing })
            {
                _leases.Touch(id, now);
            }
            else
            {
                _leases.Release(id);
            }
        }

        GrantWaiting(time.GetUtcNow());
    }
}
