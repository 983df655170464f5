using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Account;

/// <summary>A key to make.</summary>
internal sealed record KeyRequest
{
    /// <summary>A label for people.</summary>
    public required string Name { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>A team of the key's user whose credits it shall spend. Default: the team of the key used, else the user's own credits.</summary>
    public string? TeamId { get; init; }

    /// <summary>generate, read, admin. Default: all three.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Model ids, and patterns such as <c>stability/*</c>. Default: all models.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Default: none.</summary>
    public LimitsResource? Limits { get; init; }

    /// <summary>When it stops working. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The book, when the caller's key may touch it: a test key is often shared widely, so it never opens the way to live credits.</summary>
    public Result<Book> BookFor(Caller caller) => BookNames.Read(Book, caller);

    /// <summary>Everything else.</summary>
    public Result<KeySettings> Settings() => KeyBodies.Settings(Name, TeamId, Scopes, Models, Limits, ExpiresAt);
}

/// <summary>New settings of a key, in place of all old ones. What is absent takes its default.</summary>
internal sealed record KeyUpdate
{
    /// <summary>A label for people.</summary>
    public required string Name { get; init; }

    /// <summary>generate, read, admin. Default: all three.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Model ids, and patterns such as <c>stability/*</c>. Default: all models.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Default: none.</summary>
    public LimitsResource? Limits { get; init; }

    /// <summary>When it stops working. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public Result<KeySettings> Settings() => KeyBodies.Settings(Name, teamId: null, Scopes, Models, Limits, ExpiresAt);
}

/// <summary>How a key shall be given a new text.</summary>
internal sealed record KeyRotation
{
    /// <summary>For how many more seconds the old text works, 0 to 2592000 (30 days). Default: 86400 (a day).</summary>
    public int? OverlapSeconds { get; init; }

    public TimeSpan Overlap => TimeSpan.FromSeconds(OverlapSeconds ?? 86_400);
}

/// <summary>Reads what the bodies about keys share.</summary>
internal static class KeyBodies
{
    public static Result<KeySettings> Settings(
        string name, string? teamId, IReadOnlyList<string>? scopes, IReadOnlyList<string>? models, LimitsResource? limits, DateTimeOffset? expiresAt)
    {
        var (mayDo, mayUse, mayTake) = (ScopeNames.Read(scopes), ModelAllowList.Read(models), LimitsResource.Read(limits));
        return (mayDo.Error ?? mayUse.Error ?? mayTake.Error) is { } error
            ? error
            : new KeySettings { Name = name, TeamId = teamId, Scopes = mayDo.Value, Models = mayUse.Value, Limits = mayTake.Value!, ExpiresAt = expiresAt };
    }
}

/// <summary>Reads the names of books in bodies.</summary>
internal static class BookNames
{
    public static Result<Book> Read(string text, Caller caller)
    {
        if (!Wire.TryParse<Book>(text, out var book))
        {
            return new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidBook, "'book' must be 'live' or 'test'.", "book");
        }

        return book == Book.Live && caller.IsSandbox
            ? new ServiceError(ErrorKind.Forbidden, ProblemCodes.LiveKeyRequired, "A test key cannot make live keys or move live credits. Use a live key.", "book")
            : book;
    }
}
