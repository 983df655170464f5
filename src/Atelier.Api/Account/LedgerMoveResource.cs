using Atelier.Api.Requests;
using Atelier.Services.Credits;

namespace Atelier.Api.Account;

/// <summary>One move of credits; its postings sum to zero.</summary>
internal sealed record LedgerMoveResource
{
    public required string Id { get; init; }

    public string Object { get; } = "ledger_move";

    /// <summary>hold, capture, release, grant, expire, adjust or top_up.</summary>
    public required string Move { get; init; }

    public required string UserId { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    public string? GenerationId { get; init; }

    public string? Reason { get; init; }

    /// <summary>The grant that expired, or the code that was redeemed.</summary>
    public string? SourceId { get; init; }

    /// <summary>Who granted.</summary>
    public string? ActorId { get; init; }

    public required IReadOnlyList<PostingResource> Postings { get; init; }

    public required DateTime CreatedAt { get; init; }

    public static LedgerMoveResource From(LedgerMove move) => new()
    {
        Id = move.Id,
        Move = Wire.Name(move.Move),
        UserId = move.UserId,
        Book = Wire.Name(move.Book),
        GenerationId = move.GenerationId,
        Reason = move.Reason,
        SourceId = move.SourceId,
        ActorId = move.ActorId,
        Postings = [.. move.Postings.Select(posting =>
            new PostingResource(Wire.Name(posting.Account), MicroCredits.ToCredits(posting.AmountMicro)))],
        CreatedAt = move.CreatedAt.UtcDateTime,
    };
}

/// <summary>One side of a move.</summary>
/// <param name="Account">user_available, user_held, house_revenue, house_grants or house_adjustments.</param>
/// <param name="Amount">Credits; positive adds to the account.</param>
internal sealed record PostingResource(string Account, decimal Amount);
