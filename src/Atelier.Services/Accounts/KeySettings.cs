namespace Atelier.Services.Accounts;

/// <summary>What can be said of a key when it is made, and later.</summary>
public sealed record KeySettings
{
    /// <summary>A label of 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The team whose credits it spends, of which its user is a member; fixed when it is made. Default: the user's own credits.</summary>
    public string? TeamId { get; init; }

    /// <summary>What it may be used for. Default: everything.</summary>
    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    /// <summary>The models it may use. Default: all.</summary>
    public ModelAllowList? Models { get; init; }

    /// <summary>What it may use. Default: no limit.</summary>
    public AccountLimits Limits { get; init; } = AccountLimits.None;

    /// <summary>When it stops working. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Whose keys are meant: everybody's, a user's, or a team's.</summary>
public readonly record struct KeyOwner(string? UserId = null, string? TeamId = null)
{
    /// <summary>Everybody's, for operators.</summary>
    public static KeyOwner Anybody { get; }
}

/// <summary>A user to make.</summary>
/// <param name="Name">A name of 1 to 100 characters; unique among those who sign in by password.</param>
/// <param name="Role">What the user may do.</param>
public sealed record NewUser(string Name, UserRole Role)
{
    /// <summary>To sign in with in a browser, 10 to 200 characters. Default: none.</summary>
    public string? Password { get; init; }

    /// <summary>The user's subject at the OpenID Connect provider. Default: none.</summary>
    public string? OpenIdSubject { get; init; }

    /// <summary>What the user may use. Default: no limit.</summary>
    public AccountLimits Limits { get; init; } = AccountLimits.None;
}

/// <summary>What shall change about a user; what is <see langword="null"/> stays.</summary>
public sealed record UserChanges
{
    /// <summary>A new name.</summary>
    public string? Name { get; init; }

    /// <summary>A new role.</summary>
    public UserRole? Role { get; init; }

    /// <summary>Whether the user's keys and sessions are refused.</summary>
    public bool? Disabled { get; init; }

    /// <summary>New limits in place of all old ones.</summary>
    public AccountLimits? Limits { get; init; }

    /// <summary>A new subject; an empty text removes it.</summary>
    public string? OpenIdSubject { get; init; }
}
