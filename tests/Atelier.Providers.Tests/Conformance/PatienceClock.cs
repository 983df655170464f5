namespace Atelier.Providers.Tests.Conformance;

/// <summary>
/// The system's clock, except that whoever is ready to wait ten minutes or more waits until the test says that the time is over. A time
/// limit can so be seen to run out without waiting for it and without racing it.
/// </summary>
internal sealed class PatienceClock : TimeProvider
{
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly List<HeldTimer> _held = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < Long)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new HeldTimer(this, () => callback(state));
        lock (_gate)
        {
            _held.Add(timer);
        }

        return timer;
    }

    /// <summary>Lets every long wait end now.</summary>
    public void RunOut()
    {
        List<HeldTimer> due;
        lock (_gate)
        {
            due = [.. _held];
            _held.Clear();
        }

        due.ForEach(timer => timer.Fire());
    }

    private void Forget(HeldTimer timer)
    {
        lock (_gate)
        {
            _held.Remove(timer);
        }
    }

    private sealed class HeldTimer(PatienceClock clock, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException("A long wait is not changed by anything under test.");

        public void Dispose() => clock.Forget(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
