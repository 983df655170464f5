using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Model;

/// <summary>Spendable and held credits of one payer (a user, or a team) in one book; equals the sum of the payer's postings.</summary>
internal sealed class BalanceRow
{
    public required string UserId { get; init; }

    public required Book Book { get; init; }

    public long AvailableMicro { get; set; }

    public long HeldMicro { get; set; }
}

/// <summary>Which place of a generation's money a move takes; each place can be taken once.</summary>
internal static class MoveSlot
{
    /// <summary>The hold.</summary>
    public const string Hold = "hold";

    /// <summary>The capture or the release, whichever comes.</summary>
    public const string End = "end";

    /// <summary>The slot of a move; <see langword="null"/> for moves that belong to no generation.</summary>
    public static string? Of(MoneyMove move) => move switch
    {
        MoneyMove.Hold => Hold,
        MoneyMove.Capture or MoneyMove.Release => End,
        MoneyMove.Grant or MoneyMove.Expire or MoneyMove.Adjust or MoneyMove.TopUp => null,
        _ => throw new ArgumentOutOfRangeException(nameof(move), move, null),
    };
}

/// <summary>One move of money.</summary>
internal sealed class LedgerMoveRow
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required Book Book { get; init; }

    public required MoneyMove Move { get; init; }

    public string? GenerationId { get; init; }

    public string? Slot { get; init; }

    public string? Reason { get; init; }

    public string? ActorId { get; init; }

    /// <summary>The grant that expires, or the code that was redeemed.</summary>
    public string? SourceId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public List<LedgerPostingRow> Postings { get; init; } = [];
}

/// <summary>One side of a move.</summary>
internal sealed class LedgerPostingRow
{
    public required string MoveId { get; init; }

    public required LedgerAccount Account { get; init; }

    public required long AmountMicro { get; init; }
}

/// <summary>An idempotency key and what it made.</summary>
internal sealed class IdempotencyKeyRow
{
    public required string UserId { get; init; }

    public required Book Book { get; init; }

    public required string Key { get; init; }

    public required string RequestHash { get; init; }

    public required string GenerationId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>Which generation makes, or made, the result that identical requests of one user share.</summary>
internal sealed class CachedResultRow
{
    public required string UserId { get; init; }

    public required Book Book { get; init; }

    public required string Key { get; init; }

    public required string GenerationId { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>Credits that expire: a grant or a redeemed code with an end.</summary>
internal sealed class CreditLotRow
{
    /// <summary>The move that brought them.</summary>
    public required string MoveId { get; init; }

    public required string UserId { get; init; }

    public required Book Book { get; init; }

    public required long AmountMicro { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// Moves with an id from here on did not draw on them: set when they were first looked for after their end. Until then they could be spent.
    /// </summary>
    public string? EndsBefore { get; set; }

    /// <summary>When nothing was left to expire any more.</summary>
    public DateTimeOffset? SettledAt { get; set; }
}
