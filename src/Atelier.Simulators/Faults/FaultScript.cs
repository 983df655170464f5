using Atelier.Simulators.Calls;

namespace Atelier.Simulators.Faults;

/// <summary>
/// The faults waiting for their calls. Rules are tried in the order they were added; the first that strikes is the only one.
/// </summary>
public sealed class FaultScript
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private int _lastId;

    /// <summary>Adds a rule.</summary>
    /// <returns>Its number, for <see cref="Remove"/>.</returns>
    /// <exception cref="ArgumentException">A value of the rule is out of range.</exception>
    public int Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(rule));
        }

        lock (_gate)
        {
            _entries.Add(new Entry(++_lastId, rule));
            return _lastId;
        }
    }

    /// <summary>Adds a fault for one vendor's operation, without further conditions.</summary>
    public int Add(string? vendor, string? operation, Fault fault, int? times = null) =>
        Add(new FaultRule { Vendor = vendor, Operation = operation, Fault = fault, Times = times });

    /// <summary>Removes one rule; false when there is none with this number.</summary>
    public bool Remove(int id)
    {
        lock (_gate)
        {
            return _entries.RemoveAll(entry => entry.Id == id) > 0;
        }
    }

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>The rules still waiting, with how often each has struck.</summary>
    public IReadOnlyList<WaitingFault> List()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => new WaitingFault(entry.Id, entry.Struck, entry.Rule))];
        }
    }

    /// <summary>The reset that strikes before the body is read, if that is what the first applicable rule asks for.</summary>
    internal Fault? TakeBeforeBody(SimulatedCall call)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (!entry.MatchesRoute(call))
                {
                    continue;
                }

                if (entry.Rule.LooksIntoBody || entry.Rule.Fault.Kind != FaultKind.ResetBeforeBody)
                {
                    return null;
                }

                if (entry.Strikes())
                {
                    return Take(entry);
                }
            }

            return null;
        }
    }

    internal Fault? Take(SimulatedCall call, RequestBody body)
    {
        lock (_gate)
        {
            var entry = _entries.Find(
                candidate => candidate.MatchesRoute(call) && candidate.MatchesBody(call, body) && candidate.Strikes());
            return entry is null ? null : Take(entry);
        }
    }

    private Fault Take(Entry entry)
    {
        entry.Struck++;
        if (entry.Struck >= entry.Rule.Times)
        {
            _entries.Remove(entry);
        }

        return entry.Rule.Fault;
    }

    private sealed class Entry(int id, FaultRule rule)
    {
#pragma warning disable CA5394 // A repeatable sequence is wanted, not an unguessable one.
        private readonly Random _random = new(rule.Seed);

        public bool Strikes() => rule.Probability is not { } chance || _random.NextDouble() < chance;
#pragma warning restore CA5394

        public int Id => id;

        public FaultRule Rule => rule;

        public int Struck { get; set; }

        public bool MatchesRoute(SimulatedCall call) =>
            (rule.Vendor is null || string.Equals(rule.Vendor, call.Vendor, StringComparison.OrdinalIgnoreCase))
            && (rule.EffectiveOperation is not { } operation || call.Is(operation));

        public bool MatchesBody(SimulatedCall call, RequestBody body) =>
            (rule.Model is not { } model || call.Model == model || call.Path.Contains(model, StringComparison.Ordinal))
            && (rule.Match is not { } match || body.Contains(match));
    }
}

/// <summary>A rule that has not been used up.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Struck">How many calls it has struck.</param>
/// <param name="Rule">The rule.</param>
public sealed record WaitingFault(int Id, int Struck, FaultRule Rule);
