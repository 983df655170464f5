namespace Atelier.Simulators.Stability;

/// <summary>150 requests in any 10 seconds; one more, and the key is shut out for 60 seconds.</summary>
internal sealed class RateWindow(TimeProvider time)
{
    private const int Limit = 150;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Penalty = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeyState> _keys = [];

    public bool TryEnter(string owner)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_keys.TryGetValue(owner, out var state))
            {
                state = new KeyState();
                _keys[owner] = state;
            }

            if (now < state.ShutUntil)
            {
                return false;
            }

            while (state.Recent.TryPeek(out var oldest) && oldest <= now - Window)
            {
                state.Recent.Dequeue();
            }

            if (state.Recent.Count >= Limit)
            {
                state.ShutUntil = now + Penalty;
                state.Recent.Clear();
                return false;
            }

            state.Recent.Enqueue(now);
            return true;
        }
    }

    private sealed class KeyState
    {
        public Queue<DateTimeOffset> Recent { get; } = new();

        public DateTimeOffset ShutUntil { get; set; }
    }
}
