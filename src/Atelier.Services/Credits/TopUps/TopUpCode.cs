using Atelier.Services.Accounts;
using Atelier.Services.Generations;

namespace Atelier.Services.Credits.TopUps;

/// <summary>A code that adds credits once. Its text is never stored.</summary>
/// <param name="Id">Id, <c>tup_...</c>.</param>
/// <param name="Hint">Its last characters, for recognition.</param>
/// <param name="Book">To which book it adds.</param>
/// <param name="AmountMicro">How many micro-credits.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The operator's user id.</param>
public sealed record TopUpCode(string Id, string Hint, Book Book, long AmountMicro, DateTimeOffset CreatedAt, string CreatedBy)
{
    /// <summary>What it is for.</summary>
    public string? Note { get; init; }

    /// <summary>Until when it can be redeemed; <see langword="null"/> for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the credits it brings expire; <see langword="null"/> for never.</summary>
    public DateTimeOffset? CreditsExpireAt { get; init; }

    /// <summary>When it was redeemed.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>Who redeemed it.</summary>
    public string? RedeemedBy { get; init; }

    /// <summary>Whose balance got the credits.</summary>
    public string? PayerId { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A fresh code with its text.</summary>
public sealed record CreatedTopUpCode(TopUpCode Code, string Secret);

/// <summary>Codes to make.</summary>
/// <param name="Count">How many, 1 to 1,000.</param>
/// <param name="Book">To which book they add.</param>
/// <param name="AmountMicro">Micro-credits each adds, more than zero.</param>
/// <param name="ActorId">The operator's user id.</param>
public sealed record NewTopUpCodes(int Count, Book Book, long AmountMicro, string ActorId)
{
    /// <summary>What they are for, at most 200 characters.</summary>
    public string? Note { get; init; }

    /// <summary>Until when they can be redeemed. Default: for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the credits they bring expire. Default: never.</summary>
    public DateTimeOffset? CreditsExpireAt { get; init; }
}

/// <summary>Codes that add credits, each once.</summary>
public interface ITopUpService
{
    /// <summary>Makes codes; the answer is the only time their text is seen.</summary>
    Task<Result<IReadOnlyList<CreatedTopUpCode>>> CreateAsync(NewTopUpCodes wanted, Actor actor, CancellationToken cancellationToken);

    /// <summary>Codes, newest first.</summary>
    Task<Page<TopUpCode>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Revokes a code that was not redeemed. Safe to repeat.</summary>
    Task<Result<TopUpCode>> RevokeAsync(string id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Adds a code's credits to the caller's balance (its team's, when its key belongs to one). A mistyped code is refused without touching the database.</summary>
    Task<Result<LedgerMove>> RedeemAsync(string code, Caller caller, CancellationToken cancellationToken);
}
