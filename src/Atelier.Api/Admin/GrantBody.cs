using Atelier.Api.Account;
using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Admin;

/// <summary>Credits to give or, when negative, to take back.</summary>
internal sealed record GrantBody
{
    /// <summary>A user's id, or a team's.</summary>
    public required string UserId { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>Credits with at most six places, not zero.</summary>
    public required decimal Amount { get; init; }

    /// <summary>For the statement; 1 to 200 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>When what is left of it goes back. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public Result<GrantRequest> ToRequest(Caller caller)
    {
        var book = BookNames.Read(Book, caller);
        if (!book.IsOk)
        {
            return book.Error;
        }

        return MicroCredits.TryFromCredits(Amount, out var micro)
            ? new GrantRequest(UserId, book.Value, micro, Reason, caller.UserId) { ExpiresAt = ExpiresAt }
            : new ServiceError(
                ErrorKind.Invalid, ProblemCodes.InvalidAmount, "'amount' must be at most 1000000000 with at most six places.", "amount");
    }
}
