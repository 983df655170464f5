namespace Atelier.Clients.Http;

/// <summary>
/// Chooses among the keys of one account by weight, evenly spread, and lets a key rest that the vendor refuses: first for a minute, then
/// twice as long each time, until it works again. Thread safe.
/// </summary>
internal sealed class VendorKeyPool
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Entry[] _keys;

    public VendorKeyPool(IReadOnlyList<VendorApiKey> keys, TimeProvider time)
    {
        _time = time;
        _keys = [.. keys.Select(key => new Entry(key))];
    }

    public bool HasSeveral => _keys.Length > 1;

    /// <summary>The key for a call: the one asked for when it is still ours, else the next by weight that does not rest.</summary>
    /// <param name="wanted">The id of the key that a task was submitted with, and whether no other will do.</param>
    /// <param name="not">Ids already tried for this call.</param>
    public VendorApiKey? Choose((string? Id, bool Must) wanted, IReadOnlyCollection<string> not)
    {
        if (!HasSeveral)
        {
            return _keys.Length == 1 ? _keys[0].Key : null;
        }

        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (Known(wanted.Id) is { } known && (wanted.Must || (known.RestsUntil <= now && !not.Contains(known.Key.Id))))
            {
                return known.Key;
            }

            var able = Able(now, not);

            // All rest: the one that returns soonest is the best guess, and its answer says what is the matter.
            return able.Length == 0 ? _keys.MinBy(entry => entry.RestsUntil)?.Key : Next(able);
        }
    }

    /// <summary>Whether a call that was refused with some keys may try a further one.</summary>
    public bool HasAnother((string? Id, bool Must) wanted, IReadOnlyCollection<string> not)
    {
        lock (_gate)
        {
            return !(wanted.Must && Known(wanted.Id) is not null) && Able(_time.GetUtcNow(), not).Length > 0;
        }
    }

    /// <summary>Notes that the vendor took the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="began">Timestamp of the attempt; an answer to one from before a refusal says nothing about the key now.</param>
    public void Worked(VendorApiKey key, long began)
    {
        if (!HasSeveral)
        {
            return;
        }

        lock (_gate)
        {
            var entry = Find(key);
            if (began >= entry.RefusedAt)
            {
                entry.Failures = 0;
                entry.RestsUntil = DateTimeOffset.MinValue;
            }
        }
    }

    /// <summary>Notes that the vendor refused the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fault">How.</param>
    /// <param name="began">Timestamp of the attempt: those under way together are refused together, which counts once.</param>
    public void Refused(VendorApiKey key, VendorException fault, long began)
    {
        lock (_gate)
        {
            var entry = Find(key);
            entry.LastFailure = fault.StatusCode;
            if (began >= entry.RefusedAt)
            {
                entry.Failures++;
            }

            var rest = FirstRest * Math.Pow(2, Math.Min(entry.Failures - 1, 10));
            rest = rest < LongestRest ? rest : LongestRest;
            var until = _time.GetUtcNow() + (fault is VendorRateLimitedException ? fault.RetryAfter ?? rest : rest);
            entry.RestsUntil = until > entry.RestsUntil ? until : entry.RestsUntil;
            entry.RefusedAt = _time.GetTimestamp();
        }
    }

    /// <summary>The keys as an operator may see them.</summary>
    public IReadOnlyList<VendorKeyStatus> Report()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            return
            [
                .. _keys.Select(entry => new VendorKeyStatus(entry.Key.Id, entry.Key.Weight)
                {
                    RestsUntil = entry.RestsUntil > now ? entry.RestsUntil : null,
                    LastRefusal = entry.LastFailure,
                }),
            ];
        }
    }

    private Entry? Known(string? id) => id is null ? null : Array.Find(_keys, entry => entry.Key.Id == id);

    private Entry[] Able(DateTimeOffset now, IReadOnlyCollection<string> not) =>
        [.. _keys.Where(entry => entry.RestsUntil <= now && !not.Contains(entry.Key.Id))];

    // Smooth weighted round robin: over any stretch each key gets its share, and never a burst.
    private static VendorApiKey Next(Entry[] able)
    {
        var total = 0;
        foreach (var entry in able)
        {
            entry.Current += entry.Key.Weight;
            total += entry.Key.Weight;
        }

        var chosen = able.MaxBy(entry => entry.Current)!;
        chosen.Current -= total;
        return chosen.Key;
    }

    private Entry Find(VendorApiKey key) => Array.Find(_keys, entry => entry.Key.Id == key.Id)!;

    private sealed class Entry(VendorApiKey key)
    {
        public VendorApiKey Key { get; } = key;

        public int Current { get; set; }

        public int Failures { get; set; }

        public int? LastFailure { get; set; }

        public long RefusedAt { get; set; } = long.MinValue;

        public DateTimeOffset RestsUntil { get; set; } = DateTimeOffset.MinValue;
    }
}
