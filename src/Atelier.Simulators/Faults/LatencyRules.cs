using System.Collections.Concurrent;
using Atelier.Simulators.Calls;

namespace Atelier.Simulators.Faults;

/// <summary>Waiting time added to calls, per vendor and operation.</summary>
public sealed class LatencyRules
{
    private readonly ConcurrentDictionary<(string? Vendor, string? Operation), TimeSpan> _rules = new();

    /// <summary>Sets the wait; null stands for every vendor or operation, zero removes the rule. The most specific rule counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The wait is negative or longer than ten minutes.</exception>
    public void Set(string? vendor, string? operation, TimeSpan wait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, TimeSpan.FromMinutes(10));
        if (wait == TimeSpan.Zero)
        {
            _rules.TryRemove((vendor, operation), out _);
            return;
        }

        _rules[(vendor, operation)] = wait;
    }

    /// <summary>Removes all rules.</summary>
    public void Clear() => _rules.Clear();

    internal TimeSpan For(SimulatedCall call)
    {
        if (_rules.IsEmpty)
        {
            return TimeSpan.Zero;
        }

        return _rules
            .Where(rule => rule.Key.Vendor is null || rule.Key.Vendor == call.Vendor)
            .Where(rule => rule.Key.Operation is null || call.Is(rule.Key.Operation))
            .OrderByDescending(rule => (rule.Key.Operation is null ? 0 : 2) + (rule.Key.Vendor is null ? 0 : 1))
            .Select(rule => rule.Value)
            .FirstOrDefault();
    }
}
