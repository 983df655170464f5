using Atelier.Services.Credits;

namespace Atelier.Services.Accounts;

/// <summary>How somebody signed in. Numbers are stored: never renumber.</summary>
public enum SignInMethod
{
    /// <summary>With an API key.</summary>
    Key = 1,

    /// <summary>With name and password.</summary>
    Password = 2,

    /// <summary>With an OpenID Connect provider.</summary>
    Openid = 3,
}

/// <summary>A browser's session; its cookie's text is never stored.</summary>
/// <param name="Id">Id, <c>ses_...</c>.</param>
/// <param name="UserId">Who signed in.</param>
/// <param name="Method">How.</param>
/// <param name="Book">Which ledger it spends from.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="ExpiresAt">When it ends, however busy it is.</param>
public sealed record Session(string Id, string UserId, SignInMethod Method, Book Book, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The key it was opened with: it may do what that key may, as long as that key may.</summary>
    public string? KeyId { get; init; }

    /// <summary>The team whose credits it spends; <see langword="null"/> for the user's own.</summary>
    public string? TeamId { get; init; }

    /// <summary>About when it was last used (to the minute).</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it was signed out or revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>From where it was opened.</summary>
    public string? Address { get; init; }
}

/// <summary>A fresh session with the text of its cookie, which is seen this once.</summary>
public sealed record OpenedSession(Session Session, Caller Caller, string Secret);

/// <summary>How long sessions last.</summary>
public sealed class SessionOptions
{
    internal static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>Ends a session that nobody uses, at least 5 minutes. Default: 8 hours.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Ends every session, at least 5 minutes. Default: 7 days.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);
}
