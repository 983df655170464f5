using Atelier.Services.Credits;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Everything one operation writes. Deciding is pure; the databases differ only in how they read the facts and send the statements.</summary>
/// <typeparam name="TOutcome">What the caller is told after commit.</typeparam>
/// <param name="Outcome">What the caller is told after commit.</param>
internal sealed record WritePlan<TOutcome>(TOutcome Outcome)
{
    /// <summary>What to write, in order; empty when nothing changes.</summary>
    public IReadOnlyList<Statement> Statements { get; init; } = [];

    /// <summary>The event to number; numbered last, so that numbers grow in the order of commits.</summary>
    public Statement? Event { get; init; }

    /// <summary>The generation's row after this operation.</summary>
    public GenerationFacts? After { get; init; }

    /// <summary>How the balance changes.</summary>
    public BalanceChange? Balance { get; init; }

    /// <summary>The limited keys, users and teams that use more now.</summary>
    public IReadOnlyList<UsageName> Limited { get; init; } = [];

    /// <summary>When a generation was accepted; set with <see cref="Limited"/>.</summary>
    public DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The idempotency key now taken.</summary>
    public (KeyName Name, KeyFacts Facts)? Key { get; init; }

    /// <summary>The shared result whose leader is now another.</summary>
    public (ResultName Name, ResultFacts Facts)? Result { get; init; }
}

/// <summary>A change of one balance.</summary>
internal readonly record struct BalanceChange(BalanceName Name, long Available, long Held);
