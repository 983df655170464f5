using System.Collections.Concurrent;
using Atelier.Services.Persistence;

namespace Atelier.Services.Accounts;

/// <summary>
/// Remembers who a key, or a session's cookie, belongs to for at most two seconds, so that a key revoked on another node is refused within two seconds.
/// A key revoked on this node is forgotten at once.
/// </summary>
internal sealed class KeyCache(PersistenceOptions options, TimeProvider time)
{
    // More keys than this in two seconds is not one installation's traffic; the cache then starts anew rather than grow.
    private const int Largest = 10_000;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public Caller? Find(string hash)
    {
        if (!_entries.TryGetValue(hash, out var entry))
        {
            return null;
        }

        if (time.GetElapsedTime(entry.ReadAt) < options.KeyCacheLifetime && !(entry.Caller.ExpiresAt <= time.GetUtcNow()))
        {
            return entry.Caller;
        }

        _entries.TryRemove(new KeyValuePair<string, Entry>(hash, entry));
        return null;
    }

    /// <param name="hash">The key's hash.</param>
    /// <param name="caller">Who it belongs to.</param>
    /// <param name="readAt">Timestamp taken before the database was asked: what was read is at least that old.</param>
    public void Remember(string hash, Caller caller, long readAt)
    {
        if (_entries.Count >= Largest)
        {
            _entries.Clear();
        }

        _entries[hash] = new Entry(caller, readAt);
    }

    public void Forget(string hash) => _entries.TryRemove(hash, out _);

    /// <summary>After a change that may concern several keys: asking again costs little.</summary>
    public void ForgetAll() => _entries.Clear();

    private sealed record Entry(Caller Caller, long ReadAt);
}
