using Atelier.Services.Credits;

namespace Atelier.Services.Accounts;

/// <summary>What a user may do.</summary>
public enum UserRole
{
    /// <summary>Makes generations and sees only what is theirs.</summary>
    User = 0,

    /// <summary>Runs the installation: users, keys, grants, vendors, everybody's generations.</summary>
    Operator = 1,
}

/// <summary>Who is calling, as the API key told.</summary>
/// <param name="UserId">The user.</param>
/// <param name="UserName">The user's name.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="KeyId">The key used.</param>
/// <param name="Book">Which ledger the key spends from; a test key never reaches a vendor.</param>
public sealed record Caller(string UserId, string UserName, UserRole Role, string KeyId, Book Book)
{
    /// <summary>Whether the key is a test key: simulated vendors, play credits, results marked <c>sandbox</c>.</summary>
    public bool IsSandbox => Book == Book.Test;

    /// <summary>Whether the caller may use the operator's routes and see everybody's things: an operator, with a key that may administer.</summary>
    public bool IsOperator => Role == UserRole.Operator && Scopes.HasFlag(KeyScopes.Admin);

    /// <summary>Whose balance pays: the user's, or that of the key's team.</summary>
    public string PayerId => TeamId ?? UserId;

    /// <summary>The team that the key belongs to, <c>team_...</c>; <see langword="null"/> for a key of the user's own.</summary>
    public string? TeamId { get; init; }

    /// <summary>What the key may be used for.</summary>
    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    /// <summary>The models it may use; <see langword="null"/> for all.</summary>
    public ModelAllowList? Models { get; init; }

    /// <summary>The limits that hold for it.</summary>
    public CallerLimits Limits { get; init; } = CallerLimits.None;

    /// <summary>When the key stops being good; <see langword="null"/> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the key itself stops being good, also while a session stands for it; <see langword="null"/> for never.</summary>
    public DateTimeOffset? KeyExpiresAt { get; init; }

    /// <summary>The browser session that stands for the key; <see langword="null"/> when the key itself was sent.</summary>
    public string? SessionId { get; init; }

    /// <summary>The subjects whose limits hold for this caller, narrowest first.</summary>
    public IEnumerable<SubjectLimits> Subjects()
    {
        yield return new SubjectLimits(LimitSubject.Key, KeyId, Limits.Key);
        yield return new SubjectLimits(LimitSubject.User, UserId, Limits.User);
        if (TeamId is not null)
        {
            yield return new SubjectLimits(LimitSubject.Team, TeamId, Limits.Team);
        }
    }
}
