namespace Atelier.Simulators.Runway.Tasks;

/// <summary>Takes and returns credits, and remembers per day what each model cost.</summary>
internal sealed class RunwayAccounts(VendorSimulators simulators)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Owner, DateOnly Day, string Model), decimal> _used = [];

    public decimal Balance(string owner) => simulators.Ledger.Balance(RunwaySimulator.VendorName, owner);

    /// <summary>Takes the credits; false when the account has too few.</summary>
    public bool TryCharge(string owner, string model, decimal credits)
    {
        if (!simulators.Ledger.TryCharge(RunwaySimulator.VendorName, owner, credits))
        {
            return false;
        }

        Note(owner, model, credits);
        return true;
    }

    public void Refund(string owner, string model, decimal credits)
    {
        simulators.Ledger.Refund(RunwaySimulator.VendorName, owner, credits);
        Note(owner, model, -credits);
    }

    /// <summary>Net credits per day and model, refunds taken off the day they happened; days in order.</summary>
    public IReadOnlyList<(DateOnly Day, string Model, decimal Credits)> Used(string owner, DateOnly from, DateOnly before)
    {
        lock (_gate)
        {
            return [.. _used
                .Where(entry => entry.Key.Owner == owner && entry.Key.Day >= from && entry.Key.Day < before)
                .Select(entry => (entry.Key.Day, entry.Key.Model, entry.Value))
                .OrderBy(entry => entry.Day)
                .ThenBy(entry => entry.Model, StringComparer.Ordinal)];
        }
    }

    private void Note(string owner, string model, decimal credits)
    {
        var key = (owner, DateOnly.FromDateTime(simulators.Clock.GetUtcNow().UtcDateTime), model);
        lock (_gate)
        {
            _used[key] = _used.GetValueOrDefault(key) + credits;
        }
    }
}
