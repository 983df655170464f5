namespace Atelier.Engine.Gates;

/// <summary>Who holds a lease and who waits for one, first come first served. Not thread safe; a grain is its only user.</summary>
internal sealed class LeaseTable(int limit)
{
    private readonly Dictionary<string, DateTimeOffset> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedListNode<string>> _places = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _queue = new();

    /// <summary>How many leases are out.</summary>
    public int Held => _holders.Count;

    /// <summary>How many wait.</summary>
    public int Waiting => _queue.Count;

    /// <summary>When no lease is granted before this time.</summary>
    public DateTimeOffset ClosedUntil { get; private set; }

    /// <summary>Grants a lease, or queues the asker. A holder that asks again is granted again.</summary>
    public bool TryAcquire(string id, DateTimeOffset now)
    {
        if (_holders.ContainsKey(id))
        {
            _holders[id] = now;
            return now >= ClosedUntil;
        }

        if (now >= ClosedUntil && _queue.Count == 0 && _holders.Count < limit)
        {
            _holders[id] = now;
            return true;
        }

        if (!_places.ContainsKey(id))
        {
            _places[id] = _queue.AddLast(id);
        }

        return false;
    }

    /// <summary>Takes a lease or a place in the queue back.</summary>
    public void Release(string id)
    {
        _holders.Remove(id);
        if (_places.Remove(id, out var place))
        {
            _queue.Remove(place);
        }
    }

    /// <summary>Grants nothing before a time; a later time wins.</summary>
    public void Close(DateTimeOffset until)
    {
        if (until > ClosedUntil)
        {
            ClosedUntil = until;
        }
    }

    /// <summary>Moves the next one in the queue to the holders; <see langword="null"/> when none may go.</summary>
    public string? GrantNext(DateTimeOffset now)
    {
        if (now < ClosedUntil || _holders.Count >= limit || _queue.First is not { } first)
        {
            return null;
        }

        _queue.RemoveFirst();
        _places.Remove(first.Value);
        _holders[first.Value] = now;
        return first.Value;
    }

    /// <summary>Holders that have not been heard of since a time.</summary>
    public IReadOnlyList<string> HoldersSilentSince(DateTimeOffset time) =>
        [.. _holders.Where(h => h.Value < time).Select(h => h.Key)];

    /// <summary>Notes that a holder is still at work.</summary>
    public void Touch(string id, DateTimeOffset now)
    {
        if (_holders.ContainsKey(id))
        {
            _holders[id] = now;
        }
    }
}
