using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Testing.Time;

/// <summary>A fake clock that tells when somebody begins to wait on it, so that a test moves it only then.</summary>
public sealed class WatchedTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until a timer of about this length has been made, then moves the clock past it.</summary>
    public async Task PassNextTimerAsync(TimeSpan atLeast, TimeSpan atMost, CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = await _timers.Reader.ReadAsync(cancellationToken);
            if (due >= atLeast && due <= atMost)
            {
                Advance(due);
                return;
            }
        }
    }
}
