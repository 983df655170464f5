using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>A clock that stands still, and tells when somebody begins to wait on it and for how long.</summary>
public sealed class WatchedClock : FakeTimeProvider
{
    // On the real clock: a wait that never begins fails the test instead of hanging it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public WatchedClock()
        : base(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            _waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>Lets each wait that is not a time limit pass as soon as it begins; gives the waits in order when the work has ended.</summary>
    /// <param name="work">The work that waits.</param>
    /// <param name="limits">The lengths of the time limits, which are left alone.</param>
    public async Task<List<TimeSpan>> PassWaitsAsync(Task work, params TimeSpan[] limits)
    {
        List<TimeSpan> passed = [];
        while (true)
        {
            var next = _waits.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(work, next).WaitAsync(Patience, TestContext.Current.CancellationToken) == work)
            {
                return passed;
            }

            if (_waits.Reader.TryRead(out var wait) && !limits.Contains(wait))
            {
                passed.Add(wait);
                Advance(wait);
            }
        }
    }

    /// <summary>Waits until somebody waits for exactly this long.</summary>
    public async Task UntilWaitingAsync(TimeSpan expected)
    {
        var token = TestContext.Current.CancellationToken;
        while (await _waits.Reader.ReadAsync(token).AsTask().WaitAsync(Patience, token) != expected)
        {
        }
    }
}
