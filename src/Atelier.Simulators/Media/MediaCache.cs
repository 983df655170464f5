namespace Atelier.Simulators.Media;

/// <summary>
/// Keeps encoded media up to a number of bytes and forgets the oldest first: tests and load runs ask for the same again and again.
/// </summary>
internal sealed class MediaCache<TKey>(long maxBytes)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, byte[]> _entries = [];
    private readonly Queue<TKey> _order = new();
    private long _bytes;

    /// <summary>The entry, or a new one. Two callers may make the same at once; both results are equal, one is kept.</summary>
    public byte[] GetOrAdd(TKey key, Func<TKey, byte[]> make)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                return known;
            }
        }

        var made = make(key);
        lock (_gate)
        {
            if (made.Length <= maxBytes / 4 && _entries.TryAdd(key, made))
            {
                _order.Enqueue(key);
                _bytes += made.Length;
                while (_bytes > maxBytes && _order.TryDequeue(out var oldest) && _entries.Remove(oldest, out var dropped))
                {
                    _bytes -= dropped.Length;
                }
            }
        }

        return made;
    }
}
