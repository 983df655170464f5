using Atelier.Services.Accounts;
using Atelier.Services.Generations;

namespace Atelier.Services.Credits;

/// <summary>
/// Balances, grants and the ledger. Holds, captures and releases happen only inside generation transitions; what an actor gives or takes is written
/// to the audit trail in the same transaction.
/// </summary>
public interface ICreditService
{
    /// <summary>The balance of a user or a team in one book; zero for who never had credits.</summary>
    Task<Balance> BalanceAsync(string userId, Book book, CancellationToken cancellationToken);

    /// <summary>Adds credits from the house's grants (or takes available credits back when negative).</summary>
    Task<Result<LedgerMove>> GrantAsync(GrantRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Corrects a balance, up or down, with a reason; never below what is available.</summary>
    Task<Result<LedgerMove>> AdjustAsync(GrantRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>One page of moves, newest first.</summary>
    Task<Page<LedgerMove>> LedgerAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Checks the books: what must be zero or equal, and the differences found.</summary>
    Task<Reconciliation> ReconcileAsync(CancellationToken cancellationToken);
}

/// <summary>Shorter forms for what the system does by itself.</summary>
public static class CreditServiceExtensions
{
    /// <summary>Adds credits, or takes available ones back.</summary>
    public static Task<Result<LedgerMove>> GrantAsync(this ICreditService credits, GrantRequest request, CancellationToken cancellationToken) =>
        credits.GrantAsync(request, Actor.System(), cancellationToken);

    /// <summary>Corrects a balance.</summary>
    public static Task<Result<LedgerMove>> AdjustAsync(this ICreditService credits, GrantRequest request, CancellationToken cancellationToken) =>
        credits.AdjustAsync(request, Actor.System(), cancellationToken);
}

/// <summary>A balance in micro-credits.</summary>
public readonly record struct Balance(long AvailableMicro, long HeldMicro);

/// <summary>A grant to make.</summary>
/// <param name="UserId">To whom: a user's id, or a team's.</param>
/// <param name="Book">In which book.</param>
/// <param name="AmountMicro">Micro-credits, not zero; negative takes back.</param>
/// <param name="Reason">For the statement; 1 to 200 characters.</param>
/// <param name="ActorId">The operator's user id, or <c>system</c>.</param>
public sealed record GrantRequest(string UserId, Book Book, long AmountMicro, string Reason, string ActorId)
{
    /// <summary>When what is left of it goes back; only of a positive grant. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>One move of money: postings that sum to zero.</summary>
public sealed record LedgerMove
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required Book Book { get; init; }

    public required MoneyMove Move { get; init; }

    public string? GenerationId { get; init; }

    public string? Reason { get; init; }

    public string? ActorId { get; init; }

    /// <summary>The grant that expires, or the code that was redeemed.</summary>
    public string? SourceId { get; init; }

    public required IReadOnlyList<Posting> Postings { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The accounts of the ledger. Numbers are stored: never renumber.</summary>
public enum LedgerAccount
{
    /// <summary>Credits a user may spend.</summary>
    UserAvailable = 1,

    /// <summary>Credits set aside for unfinished generations.</summary>
    UserHeld = 2,

    /// <summary>What the house earned.</summary>
    HouseRevenue = 3,

    /// <summary>Where granted credits come from, and where they go when they expire; its sum is negative.</summary>
    HouseGrants = 4,

    /// <summary>The other side of corrections.</summary>
    HouseAdjustments = 5,
}

/// <summary>One side of a move; positive adds to the account.</summary>
public readonly record struct Posting(LedgerAccount Account, long AmountMicro);

/// <summary>Which moves to list.</summary>
public sealed record LedgerQuery(string? UserId, Book? Book, string? GenerationId = null, string? Cursor = null, int Limit = 20);

/// <summary>The books checked against each other; all differences must be zero.</summary>
/// <param name="PostingSumMicro">Sum of all postings.</param>
/// <param name="UnbalancedMoves">Moves whose postings do not sum to zero.</param>
/// <param name="AvailableDifferences">Users and books whose balance differs from the sum of their postings.</param>
/// <param name="HeldDifferences">Users and books whose held credits differ from the holds of their unfinished generations.</param>
/// <param name="NegativeBalances">Balances below zero.</param>
/// <param name="FinishedWithoutEnd">Finished generations without exactly one capture or release.</param>
/// <param name="SourceDifferences">Grants that expired beyond their amount, and codes that were not redeemed exactly once.</param>
public sealed record Reconciliation(
    long PostingSumMicro,
    int UnbalancedMoves,
    int AvailableDifferences,
    int HeldDifferences,
    int NegativeBalances,
    int FinishedWithoutEnd,
    int SourceDifferences = 0)
{
    /// <summary>Whether the books are right.</summary>
    public bool IsClean => this is
    {
        PostingSumMicro: 0, UnbalancedMoves: 0, AvailableDifferences: 0, HeldDifferences: 0, NegativeBalances: 0, FinishedWithoutEnd: 0, SourceDifferences: 0,
    };
}
