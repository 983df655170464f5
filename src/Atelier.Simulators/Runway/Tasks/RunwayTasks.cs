using System.Collections.Concurrent;
using Atelier.Simulators.Runway.Models;
using Atelier.Simulators.Tasks;

namespace Atelier.Simulators.Runway.Tasks;

/// <summary>The vendor's tasks: keeps them, says how far they are, and settles their credits when they end.</summary>
internal sealed class RunwayTasks(VendorSimulators simulators, RunwayAccounts accounts)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, bool> _settling = new();
    private long _lastSequence = simulators.Clock.GetUtcNow().UtcTicks;

    public long NextSequence() => Interlocked.Increment(ref _lastSequence);

    public Task SaveAsync(SimulatedTask task, CancellationToken cancellationToken) => simulators.Store.SaveAsync(task, cancellationToken);

    /// <summary>The owner's task; null when it is unknown, deleted or somebody else's.</summary>
    public async Task<SimulatedTask?> FindAsync(string owner, string id, CancellationToken cancellationToken)
    {
        var task = await simulators.Store.FindAsync(RunwaySimulator.VendorName, id, cancellationToken);
        return task is { CancelledAt: null } && task.Owner == owner ? task : null;
    }

    public async Task<RunwayProgress> ProgressAsync(SimulatedTask task, RunwayWork work, CancellationToken cancellationToken)
    {
        DateTimeOffset? start = task.CreatedAt;
        if (Tiers.LimitsOf(simulators.Options.Runway, task.Model!).MaxConcurrentGenerations is { } limit)
        {
            var queue = (await ListAsync(task.Owner, cancellationToken))
                .Where(other => other.Model == task.Model)
                .Select(other => (Task: other, RunwayWork.Of(other).Sequence))
                .OrderBy(entry => entry.Sequence)
                .Select(entry => entry.Task);
            start = RunwaySchedule.StartOf(task, queue, limit);
        }

        return RunwayProgress.Of(task, work, start, simulators.Clock.GetUtcNow());
    }

    /// <summary>What an ended task costs in the end.</summary>
    public decimal FinalCost(SimulatedTask task, RunwayWork work) => task.Fate switch
    {
        TaskFate.Fail when task.FailureCode == RunwayProgress.Cancelled => 0,
        TaskFate.Fail => RunwayFailures.IsRefunded(task.FailureCode ?? RunwayFailures.Default, simulators.Options.Runway)
            ? 0
            : work.Estimate,
        _ => work.Cost,
    };

    /// <summary>Gives back, once, what a task was charged beyond its final cost.</summary>
    public async Task SettleAsync(SimulatedTask task, RunwayWork work, decimal cost, CancellationToken cancellationToken)
    {
        if (work.Settled || work.Estimate == cost || !_settling.TryAdd(task.Id, true))
        {
            return;
        }

        accounts.Refund(task.Owner, task.Model!, work.Estimate - cost);
        await SaveAsync(task with { Payload = (work with { Settled = true }).ToPayload() }, cancellationToken);
    }

    /// <summary>Settles every ended task of the owner, so that balance and usage agree with the tasks.</summary>
    public async Task SettleAllAsync(string owner, CancellationToken cancellationToken)
    {
        foreach (var task in await ListAsync(owner, cancellationToken))
        {
            var work = RunwayWork.Of(task);
            if (task.CancelledAt is null && !work.Settled && (await ProgressAsync(task, work, cancellationToken)).IsFinal)
            {
                await SettleAsync(task, work, FinalCost(task, work), cancellationToken);
            }
        }
    }

    /// <summary>Stops an unfinished task and returns its credits; a finished one is forgotten with its results.</summary>
    public async Task DeleteAsync(SimulatedTask task, CancellationToken cancellationToken)
    {
        var work = RunwayWork.Of(task);
        var cost = (await ProgressAsync(task, work, cancellationToken)).IsFinal ? FinalCost(task, work) : 0;
        var deleted = task with { CancelledAt = simulators.Clock.GetUtcNow() };
        await SaveAsync(deleted, cancellationToken);
        await SettleAsync(deleted, work, cost, cancellationToken);
    }

    /// <summary>How many tasks the owner created in the last 24 hours, by model; deleted ones count.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CreatedLastDayAsync(string owner, CancellationToken cancellationToken)
    {
        var since = simulators.Clock.GetUtcNow() - Day;
        return (
            await ListAsync(owner, cancellationToken)).Where(task => task.CreatedAt > since).CountBy(task => task.Model!).ToDictionary();
    }

    private async Task<IEnumerable<SimulatedTask>> ListAsync(string owner, CancellationToken cancellationToken) =>
        (await simulators.Store.ListAsync(RunwaySimulator.VendorName, cancellationToken)).Where(task => task.Owner == owner);
}
