namespace Atelier.Engine.Gates;

/// <summary>Who holds a lease and who waits for one, first come first served. Not thread safe; a grain is its only user.</summary>
internal sealed class LeaseTable(int limit, (int Requests, TimeSpan Window)? rate = null)
{
    private readonly Dictionary<string, DateTimeOffset> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedListNode<string>> _places = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _queue = new();
    private readonly Queue<DateTimeOffset> _grants = new();

    /// <summary>Whether an operator stopped it: nobody is granted anything, not even a holder who asks again.</summary>
    public bool Draining { get; set; }

    /// <summary>Most leases at once.</summary>
    public int Limit => limit;

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
            return now >= ClosedUntil && !Draining;
        }

        if (!Draining && now >= ClosedUntil && _queue.Count == 0 && _holders.Count < limit && HasRate(now))
        {
            Grant(id, now);
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
        if (Draining || now < ClosedUntil || _holders.Count >= limit || !HasRate(now) || _queue.First is not { } first)
        {
            return null;
        }

        _queue.RemoveFirst();
        _places.Remove(first.Value);
        Grant(first.Value, now);
        return first.Value;
    }

    /// <summary>When a lease can be granted again as far as the rate goes; now when it can be already.</summary>
    public DateTimeOffset RateOpensAt(DateTimeOffset now) =>
        HasRate(now) || rate is not { } kept ? now : _grants.Peek() + kept.Window;

    private void Grant(string id, DateTimeOffset now)
    {
        _holders[id] = now;
        if (rate is not null)
        {
            _grants.Enqueue(now);
        }
    }

    private bool HasRate(DateTimeOffset now)
    {
        if (rate is not { } kept)
        {
            return true;
        }

        while (_grants.TryPeek(out var oldest) && oldest + kept.Window <= now)
        {
            _grants.Dequeue();
        }

        return _grants.Count < kept.Requests;
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
