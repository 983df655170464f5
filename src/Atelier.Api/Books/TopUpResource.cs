using Atelier.Api.Account;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.TopUps;

namespace Atelier.Api.Books;

/// <summary>A code that adds credits once.</summary>
internal sealed record TopUpCodeResource
{
    public required string Id { get; init; }

    public string Object { get; } = "top_up_code";

    /// <summary>Its last characters, for recognition.</summary>
    public required string Hint { get; init; }

    /// <summary>The code itself: told once, when it is made. Keep it then.</summary>
    public string? Code { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>Credits it adds.</summary>
    public required decimal Amount { get; init; }

    public string? Note { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Until when it can be redeemed.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>When the credits it brings expire.</summary>
    public DateTime? CreditsExpireAt { get; init; }

    public DateTime? RedeemedAt { get; init; }

    /// <summary>The user who redeemed it.</summary>
    public string? RedeemedBy { get; init; }

    /// <summary>The user or team who got the credits.</summary>
    public string? PayerId { get; init; }

    public DateTime? RevokedAt { get; init; }

    public static TopUpCodeResource From(TopUpCode code, string? secret = null) => new()
    {
        Id = code.Id,
        Hint = code.Hint,
        Code = secret,
        Book = Wire.Name(code.Book),
        Amount = MicroCredits.ToCredits(code.AmountMicro),
        Note = code.Note,
        CreatedAt = code.CreatedAt.UtcDateTime,
        CreatedBy = code.CreatedBy,
        ExpiresAt = code.ExpiresAt?.UtcDateTime,
        CreditsExpireAt = code.CreditsExpireAt?.UtcDateTime,
        RedeemedAt = code.RedeemedAt?.UtcDateTime,
        RedeemedBy = code.RedeemedBy,
        PayerId = code.PayerId,
        RevokedAt = code.RevokedAt?.UtcDateTime,
    };
}

/// <summary>A code to redeem.</summary>
internal sealed record TopUpRequest
{
    /// <summary>As it was given: ATC-XXXXXX-XXXXXX-XXXXXX-XXXXXX; case, spaces and dashes do not matter.</summary>
    public required string Code { get; init; }
}

/// <summary>Codes to make.</summary>
internal sealed record TopUpCodesRequest
{
    /// <summary>How many, 1 to 1000. Default: 1.</summary>
    public int? Count { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>Credits each adds, with at most six places.</summary>
    public required decimal Amount { get; init; }

    /// <summary>What they are for; it appears on the statement.</summary>
    public string? Note { get; init; }

    /// <summary>Until when they can be redeemed. Default: for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the credits they bring expire. Default: never.</summary>
    public DateTimeOffset? CreditsExpireAt { get; init; }

    public Result<NewTopUpCodes> Read(Caller caller)
    {
        var book = BookNames.Read(Book, caller);
        if (!book.IsOk)
        {
            return book.Error;
        }

        return MicroCredits.TryFromCredits(Amount, out var micro)
            ? new NewTopUpCodes(Count ?? 1, book.Value, micro, caller.UserId) { Note = Note, ExpiresAt = ExpiresAt, CreditsExpireAt = CreditsExpireAt }
            : new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidAmount, "'amount' must be at most 1000000000 with at most six places.", "amount");
    }
}
