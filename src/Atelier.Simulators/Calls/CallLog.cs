namespace Atelier.Simulators.Calls;

/// <summary>The calls the simulated vendors received: the newest in full, all of them as counts.</summary>
public sealed class CallLog(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<SimulatedCall> _calls = new();
    private readonly Dictionary<(string Vendor, string Operation), CallCounts> _dropped = [];
    private long _lastSequence;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls received since the log was last cleared, including those no longer kept in full.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count + _dropped.Values.Sum(counts => counts.Calls);
            }
        }
    }

    /// <summary>The calls kept, oldest first. A call is listed as soon as its request was read, so one that hangs is seen too.</summary>
    /// <param name="vendor">Only this vendor's.</param>
    /// <param name="operation">Only this operation: a name, or method and path pattern.</param>
    /// <param name="since">Only calls with a higher sequence number.</param>
    public IReadOnlyList<CallRecord> List(string? vendor = null, string? operation = null, long since = 0)
    {
        lock (_gate)
        {
            return [.. _calls
                .Where(call => call.Sequence > since
                    && (vendor is null || string.Equals(call.Vendor, vendor, StringComparison.OrdinalIgnoreCase))
                    && (operation is null || call.Is(operation)))
                .Select(call => call.ToRecord())];
        }
    }

    /// <summary>How many calls of this kind were bought, over everything received since the log was last cleared.</summary>
    public int Billed(string? vendor = null) =>
        Summarize().Operations.Where(row => vendor is null || row.Vendor == vendor).Sum(row => row.Billed);

    /// <summary>Counts per vendor and operation, and per equal request among the calls kept.</summary>
    public CallSummary Summarize()
    {
        lock (_gate)
        {
            var totals = _dropped.ToDictionary(pair => pair.Key, pair => pair.Value);
            foreach (var call in _calls)
            {
                Tally(totals, call);
            }

            return new CallSummary(
                [.. totals.OrderBy(pair => pair.Key)
                    .Select(pair => new OperationSummary(pair.Key.Vendor, pair.Key.Operation, pair.Value.Calls, pair.Value.Billed))],
                [.. Groups(call => call.BodySha256)],
                [.. Groups(call => call.Prompt)],
                [.. Groups(call => call.Generation)]);
        }
    }

    /// <summary>Forgets all calls; sequence numbers go on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            _dropped.Clear();
        }
    }

    /// <summary>Completes when the condition holds; it is looked at again whenever a call arrives, buys something or is answered.</summary>
    public async Task WaitUntilAsync(Func<CallLog, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (condition(this))
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Wakes those who wait for a change.</summary>
    internal void Announce()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    internal void Add(SimulatedCall call)
    {
        Keep(call);
        Announce();
    }

    private void Keep(SimulatedCall call)
    {
        lock (_gate)
        {
            call.Log = this;
            call.Sequence = ++_lastSequence;
            _calls.Enqueue(call);
            while (_calls.Count > capacity)
            {
                Tally(_dropped, _calls.Dequeue());
            }
        }
    }

    private static void Tally(Dictionary<(string, string), CallCounts> totals, SimulatedCall call)
    {
        var key = (call.Vendor, call.Operation);
        var counts = totals.GetValueOrDefault(key);
        totals[key] = new CallCounts(counts.Calls + 1, counts.Billed + (call.Billed ? 1 : 0));
    }

    private IEnumerable<RequestSummary> Groups(Func<SimulatedCall, string?> key) =>
        _calls.Where(call => key(call) is not null)
            .GroupBy(call => (call.Vendor, call.Operation, Key: key(call)!))
            .Select(group => new RequestSummary(
                group.Key.Vendor, group.Key.Operation, group.Key.Key, group.Count(), group.Count(call => call.Billed)));

    private readonly record struct CallCounts(int Calls, int Billed);
}

/// <summary>Counts that show how often something was bought.</summary>
/// <param name="Operations">Per vendor and operation, over everything received.</param>
/// <param name="Bodies">Per equal request body (its SHA-256), among the calls kept.</param>
/// <param name="Prompts">Per equal prompt, among the calls kept.</param>
/// <param name="Generations">Per value of <c>X-Atelier-Generation</c>, among the calls kept.</param>
public sealed record CallSummary(
    IReadOnlyList<OperationSummary> Operations,
    IReadOnlyList<RequestSummary> Bodies,
    IReadOnlyList<RequestSummary> Prompts,
    IReadOnlyList<RequestSummary> Generations);

/// <summary>Counts of one operation.</summary>
/// <param name="Vendor">Vendor name.</param>
/// <param name="Operation">Operation name.</param>
/// <param name="Calls">Calls received.</param>
/// <param name="Billed">Calls that bought something.</param>
public sealed record OperationSummary(string Vendor, string Operation, int Calls, int Billed);

/// <summary>Counts of equal requests.</summary>
/// <param name="Vendor">Vendor name.</param>
/// <param name="Operation">Operation name.</param>
/// <param name="Key">What they have in common: body hash, prompt or generation.</param>
/// <param name="Calls">Calls received.</param>
/// <param name="Billed">Calls that bought something.</param>
public sealed record RequestSummary(string Vendor, string Operation, string Key, int Calls, int Billed);
