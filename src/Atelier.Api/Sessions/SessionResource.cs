using Atelier.Api.Account;
using Atelier.Api.Requests;
using Atelier.Services.Accounts;

namespace Atelier.Api.Sessions;

/// <summary>A browser that is signed in.</summary>
internal sealed record SessionResource
{
    public required string Id { get; init; }

    public string Object { get; } = "session";

    /// <summary>key, password or openid.</summary>
    public required string Method { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>The team whose credits it spends; absent for the user's own.</summary>
    public string? TeamId { get; init; }

    /// <summary>Whether it is the one that this request came with.</summary>
    public bool Current { get; init; }

    /// <summary>From which network address it was opened.</summary>
    public string? Address { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>About when it was last used.</summary>
    public required DateTime LastSeenAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public static SessionResource From(Session session, bool isCurrent) => new()
    {
        Id = session.Id,
        Method = Wire.Name(session.Method),
        Book = Wire.Name(session.Book),
        TeamId = session.TeamId,
        Current = isCurrent,
        Address = session.Address,
        CreatedAt = session.CreatedAt.UtcDateTime,
        LastSeenAt = session.LastSeenAt.UtcDateTime,
        ExpiresAt = session.ExpiresAt.UtcDateTime,
    };
}

/// <summary>Who is signed in, for the pages of a browser.</summary>
internal sealed record CurrentSessionResource
{
    public required string Id { get; init; }

    public string Object { get; } = "current_session";

    public required AccountUser User { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>The team whose credits it spends; absent for the user's own.</summary>
    public string? TeamId { get; init; }

    /// <summary>generate, read, admin.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>Send it as <c>X-CSRF-Token</c> with every request that changes something.</summary>
    public required string CsrfToken { get; init; }

    public static CurrentSessionResource From(Caller caller, string csrfToken) => new()
    {
        Id = caller.SessionId!,
        User = new AccountUser(caller.UserId, caller.UserName, Wire.Name(caller.Role)),
        Book = Wire.Name(caller.Book),
        TeamId = caller.TeamId,
        Scopes = ScopeNames.Names(caller.Scopes),
        ExpiresAt = caller.ExpiresAt?.UtcDateTime,
        CsrfToken = csrfToken,
    };
}

/// <summary>How to sign in: with a key, or with name and password.</summary>
internal sealed record SignInRequest
{
    /// <summary>An API key: the session may do what the key may, as long as the key may.</summary>
    public string? Key { get; init; }

    /// <summary>The user's name.</summary>
    public string? Name { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>With a password: live or test. Default: live.</summary>
    public string? Book { get; init; }

    /// <summary>With a password: a team whose credits to spend. Default: the user's own.</summary>
    public string? TeamId { get; init; }
}

/// <summary>A new password.</summary>
internal sealed record PasswordRequest
{
    /// <summary>10 to 200 characters.</summary>
    public required string Password { get; init; }

    /// <summary>The current one, when there is one and it is your own.</summary>
    public string? CurrentPassword { get; init; }
}
