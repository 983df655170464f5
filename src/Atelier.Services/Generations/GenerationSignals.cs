using System.Collections.Concurrent;

namespace Atelier.Services.Generations;

/// <summary>Wakes waiters within this process.</summary>
internal sealed class GenerationSignals(TimeProvider time) : IGenerationSignals
{
    private readonly ConcurrentDictionary<string, WatchSet> _generations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WatchSet> _users = new(StringComparer.Ordinal);

    public void Committed(string generationId, string userId)
    {
        Pulse(_generations, generationId);
        Pulse(_users, userId);
    }

    public IGenerationWatch WatchGeneration(string generationId) => Begin(_generations, generationId);

    public IGenerationWatch WatchUser(string userId) => Begin(_users, userId);

    private static void Pulse(ConcurrentDictionary<string, WatchSet> sets, string key)
    {
        if (sets.TryGetValue(key, out var set))
        {
            set.Pulse();
        }
    }

    private Watch Begin(ConcurrentDictionary<string, WatchSet> sets, string key)
    {
        while (true)
        {
            var set = sets.GetOrAdd(key, static _ => new WatchSet());
            var watch = new Watch(this, sets, key, set);
            if (set.TryAdd(watch))
            {
                return watch;
            }

            // The set was closed by its last watcher between look-up and add; it is on its way out of the dictionary.
            sets.TryRemove(new KeyValuePair<string, WatchSet>(key, set));
        }
    }

    /// <summary>The watches of one key. Once its last watch is gone it is closed and never used again.</summary>
    private sealed class WatchSet
    {
        private readonly Lock _gate = new();
        private readonly List<Watch> _watches = [];
        private bool _closed;

        public bool TryAdd(Watch watch)
        {
            lock (_gate)
            {
                if (!_closed)
                {
                    _watches.Add(watch);
                }

                return !_closed;
            }
        }

        /// <summary>Returns whether the set is empty and closed now.</summary>
        public bool Remove(Watch watch)
        {
            lock (_gate)
            {
                _watches.Remove(watch);
                _closed |= _watches.Count == 0;
                return _closed;
            }
        }

        public void Pulse()
        {
            lock (_gate)
            {
                foreach (var watch in _watches)
                {
                    watch.Pulse();
                }
            }
        }
    }

    private sealed class Watch(GenerationSignals owner, ConcurrentDictionary<string, WatchSet> sets, string key, WatchSet set) : IGenerationWatch
    {
        private readonly SemaphoreSlim _pulses = new(0, 1);
        private int _pending;

        public void Pulse()
        {
            // At most one pulse is kept: a waiter that reads once has read everything.
            if (Interlocked.Exchange(ref _pending, 1) == 0)
            {
                _pulses.Release();
            }
        }

        public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
        {
            using var timeout = new CancellationTokenSource(atMost, owner.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                await _pulses.WaitAsync(either.Token);
                Volatile.Write(ref _pending, 0);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is up: the caller reads again.
            }
        }

        public void Dispose()
        {
            if (set.Remove(this))
            {
                sets.TryRemove(new KeyValuePair<string, WatchSet>(key, set));
            }
        }
    }

    private TimeProvider Time { get; } = time;
}
