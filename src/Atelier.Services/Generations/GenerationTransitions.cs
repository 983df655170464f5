using System.Collections.Frozen;

namespace Atelier.Services.Generations;

/// <summary>What happens to a generation. Numbers are stored: never renumber.</summary>
public enum GenerationTrigger
{
    /// <summary>Its turn has come: an attempt is recorded before the vendor is asked.</summary>
    Start = 1,

    /// <summary>It goes back to wait: the vendor provably did not take it, or its result was lost before it was stored.</summary>
    Requeue = 2,

    /// <summary>The answer to a submission was lost on our side and the submit policy allows to ask again.</summary>
    Resubmit = 3,

    /// <summary>The vendor took it and gave a task id.</summary>
    Accept = 4,

    /// <summary>The vendor tells how far it is.</summary>
    Progress = 5,

    /// <summary>The vendor delivered the result.</summary>
    Deliver = 6,

    /// <summary>Nobody can tell whether the vendor took it.</summary>
    LoseTrack = 7,

    /// <summary>Another node takes over its execution.</summary>
    Claim = 8,

    /// <summary>The caller asks to stop it.</summary>
    RequestCancel = 9,

    /// <summary>Every artifact is stored.</summary>
    Complete = 10,

    /// <summary>It cannot succeed any more.</summary>
    Fail = 11,

    /// <summary>It is stopped.</summary>
    Cancel = 12,

    /// <summary>The vendor provably did not take it: it goes back to wait, for a fallback.</summary>
    Divert = 13,

    /// <summary>It takes over the artifacts of an identical generation, at the reduced price.</summary>
    Share = 14,
}

/// <summary>What a transition does with the hold.</summary>
public enum MoneyMove
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Credits go from available to held. Made once, when a generation is accepted.</summary>
    Hold = 1,

    /// <summary>The charge goes from held to revenue and what remains goes back to available.</summary>
    Capture = 2,

    /// <summary>The whole hold goes back to available.</summary>
    Release = 3,

    /// <summary>An operator adds credits from the house's grants.</summary>
    Grant = 4,

    /// <summary>What is left of a grant goes back when its time is over.</summary>
    Expire = 5,

    /// <summary>An operator corrects a balance, up or down.</summary>
    Adjust = 6,

    /// <summary>A top-up code adds credits from the house's grants.</summary>
    TopUp = 7,
}

/// <summary>One row of the table.</summary>
/// <param name="From">The state before.</param>
/// <param name="Trigger">What happens.</param>
/// <param name="To">The state after.</param>
/// <param name="Money">What it does with the hold.</param>
public readonly record struct TransitionRule(GenerationState From, GenerationTrigger Trigger, GenerationState To, MoneyMove Money);

/// <summary>The lifecycle as one table. A pair that is not listed is illegal and always an error, never a silent no-op.</summary>
public static class GenerationTransitions
{
    /// <summary>Every legal transition.</summary>
    public static IReadOnlyList<TransitionRule> All { get; } =
    [
        new(GenerationState.Queued, GenerationTrigger.Start, GenerationState.Submitting, MoneyMove.None),
        new(GenerationState.Queued, GenerationTrigger.Claim, GenerationState.Queued, MoneyMove.None),
        new(GenerationState.Queued, GenerationTrigger.RequestCancel, GenerationState.Queued, MoneyMove.None),
        new(GenerationState.Queued, GenerationTrigger.Fail, GenerationState.Failed, MoneyMove.Release),
        new(GenerationState.Queued, GenerationTrigger.Cancel, GenerationState.Cancelled, MoneyMove.Release),

        new(GenerationState.Queued, GenerationTrigger.Divert, GenerationState.Queued, MoneyMove.None),
        new(GenerationState.Queued, GenerationTrigger.Share, GenerationState.Completed, MoneyMove.Capture),

        new(GenerationState.Submitting, GenerationTrigger.Divert, GenerationState.Queued, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.Requeue, GenerationState.Queued, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.Resubmit, GenerationState.Submitting, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.Accept, GenerationState.Running, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.Deliver, GenerationState.Storing, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.LoseTrack, GenerationState.Unknown, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.Claim, GenerationState.Submitting, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.RequestCancel, GenerationState.Submitting, MoneyMove.None),
        new(GenerationState.Submitting, GenerationTrigger.Fail, GenerationState.Failed, MoneyMove.Release),
        new(GenerationState.Submitting, GenerationTrigger.Cancel, GenerationState.Cancelled, MoneyMove.Release),

        new(GenerationState.Running, GenerationTrigger.Progress, GenerationState.Running, MoneyMove.None),
        new(GenerationState.Running, GenerationTrigger.Deliver, GenerationState.Storing, MoneyMove.None),
        new(GenerationState.Running, GenerationTrigger.Claim, GenerationState.Running, MoneyMove.None),
        new(GenerationState.Running, GenerationTrigger.RequestCancel, GenerationState.Running, MoneyMove.None),
        new(GenerationState.Running, GenerationTrigger.Fail, GenerationState.Failed, MoneyMove.Release),
        new(GenerationState.Running, GenerationTrigger.Cancel, GenerationState.Cancelled, MoneyMove.Release),

        new(GenerationState.Storing, GenerationTrigger.Complete, GenerationState.Completed, MoneyMove.Capture),
        new(GenerationState.Storing, GenerationTrigger.Requeue, GenerationState.Queued, MoneyMove.None),
        new(GenerationState.Storing, GenerationTrigger.Claim, GenerationState.Storing, MoneyMove.None),
        new(GenerationState.Storing, GenerationTrigger.RequestCancel, GenerationState.Storing, MoneyMove.None),
        new(GenerationState.Storing, GenerationTrigger.Fail, GenerationState.Failed, MoneyMove.Release),
        new(GenerationState.Storing, GenerationTrigger.Cancel, GenerationState.Cancelled, MoneyMove.Release),

        new(GenerationState.Unknown, GenerationTrigger.Accept, GenerationState.Running, MoneyMove.None),
        new(GenerationState.Unknown, GenerationTrigger.Claim, GenerationState.Unknown, MoneyMove.None),
        new(GenerationState.Unknown, GenerationTrigger.RequestCancel, GenerationState.Unknown, MoneyMove.None),
        new(GenerationState.Unknown, GenerationTrigger.Fail, GenerationState.Failed, MoneyMove.Release),
        new(GenerationState.Unknown, GenerationTrigger.Cancel, GenerationState.Cancelled, MoneyMove.Release),
    ];

    private static readonly FrozenDictionary<(GenerationState From, GenerationTrigger Trigger), TransitionRule> Table =
        All.ToFrozenDictionary(rule => (rule.From, rule.Trigger));

    /// <summary>Looks a transition up.</summary>
    public static bool TryFind(GenerationState from, GenerationTrigger trigger, out TransitionRule rule) =>
        Table.TryGetValue((from, trigger), out rule);

    /// <summary>Looks a transition up.</summary>
    /// <exception cref="IllegalTransitionException">The pair is not in the table.</exception>
    public static TransitionRule Find(GenerationState from, GenerationTrigger trigger) =>
        TryFind(from, trigger, out var rule) ? rule : throw new IllegalTransitionException(from, trigger);
}

/// <summary>Code asked for a transition that the table does not have: a defect of ours.</summary>
public sealed class IllegalTransitionException(GenerationState from, GenerationTrigger trigger)
    : InvalidOperationException($"A generation that is {from.ToWire()} cannot take '{trigger}'.")
{
    /// <summary>The state it was in.</summary>
    public GenerationState From { get; } = from;

    /// <summary>What was asked.</summary>
    public GenerationTrigger Trigger { get; } = trigger;
}
