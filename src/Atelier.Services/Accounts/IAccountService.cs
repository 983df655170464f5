using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Accounts;

/// <summary>Users and API keys. Every change is written to the audit trail in the same transaction.</summary>
public interface IAccountService
{
    /// <summary>Who a key belongs to. A malformed key (wrong checksum) is refused without touching the database.</summary>
    Task<Result<Caller>> AuthenticateAsync(string apiKey, CancellationToken cancellationToken);

    /// <summary>Creates a user.</summary>
    Task<Result<User>> CreateUserAsync(NewUser user, Actor actor, CancellationToken cancellationToken);

    /// <summary>Changes a user. The last operator who is not disabled stays one.</summary>
    Task<Result<User>> UpdateUserAsync(string id, UserChanges changes, Actor actor, CancellationToken cancellationToken);

    /// <summary>Sets a user's password, or removes it with <see langword="null"/>; ends the user's sessions that were opened by password.</summary>
    Task<Result<User>> SetPasswordAsync(string userId, string? password, Actor actor, CancellationToken cancellationToken);

    /// <summary>Sets the caller's own password. The current one is needed when there is one.</summary>
    Task<Result<User>> ChangePasswordAsync(string? current, string password, Actor actor, CancellationToken cancellationToken);

    /// <summary>Finds a user.</summary>
    Task<User?> FindUserAsync(string id, CancellationToken cancellationToken);

    /// <summary>One page of users, newest first.</summary>
    Task<Page<User>> ListUsersAsync(string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Creates a key; the answer is the only time its text is seen.</summary>
    Task<Result<CreatedKey>> CreateKeyAsync(string userId, Book book, KeySettings settings, Actor actor, CancellationToken cancellationToken);

    /// <summary>Replaces all settings of a key but its team.</summary>
    Task<Result<ApiKey>> UpdateKeyAsync(string keyId, KeyOwner owner, KeySettings settings, Actor actor, CancellationToken cancellationToken);

    /// <summary>Gives a key a new text. The old one works for <paramref name="overlap"/> more (0 to 30 days); an even older one not at all.</summary>
    Task<Result<CreatedKey>> RotateKeyAsync(string keyId, KeyOwner owner, TimeSpan overlap, Actor actor, CancellationToken cancellationToken);

    /// <summary>Finds a key.</summary>
    Task<ApiKey?> FindKeyAsync(string keyId, KeyOwner owner, CancellationToken cancellationToken);

    /// <summary>Keys of an owner, newest first.</summary>
    Task<Page<ApiKey>> ListKeysAsync(KeyOwner owner, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Revokes a key for good. Safe to repeat.</summary>
    Task<Result<ApiKey>> RevokeKeyAsync(string keyId, KeyOwner owner, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// On an empty database: makes the operator, one live and one test key (those given, or fresh ones) and the first play credits.
    /// Returns <see langword="null"/> when there are users already.
    /// </summary>
    Task<Result<FirstKeys?>> BootstrapAsync(string? liveKey, string? testKey, CancellationToken cancellationToken);
}

/// <summary>Shorter forms for who acts as the system.</summary>
public static class AccountServiceExtensions
{
    /// <summary>Creates a user without password.</summary>
    public static Task<Result<User>> CreateUserAsync(this IAccountService accounts, string name, UserRole role, CancellationToken cancellationToken) =>
        accounts.CreateUserAsync(new NewUser(name, role), Actor.System(), cancellationToken);

    /// <summary>Creates a key without limits.</summary>
    public static Task<Result<CreatedKey>> CreateKeyAsync(
        this IAccountService accounts, string userId, Book book, string name, CancellationToken cancellationToken) =>
        accounts.CreateKeyAsync(userId, book, new KeySettings { Name = name }, Actor.System(), cancellationToken);

    /// <summary>Keys of a user, or everybody's, newest first.</summary>
    public static Task<Page<ApiKey>> ListKeysAsync(
        this IAccountService accounts, string? userId, string? cursor, int limit, CancellationToken cancellationToken) =>
        accounts.ListKeysAsync(new KeyOwner(userId), cursor, limit, cancellationToken);

    /// <summary>Revokes a key of a user, or anybody's.</summary>
    public static Task<Result<ApiKey>> RevokeKeyAsync(this IAccountService accounts, string keyId, string? userId, CancellationToken cancellationToken) =>
        accounts.RevokeKeyAsync(keyId, new KeyOwner(userId), Actor.System(), cancellationToken);
}

/// <summary>A user.</summary>
public sealed record User(string Id, string Name, UserRole Role, DateTimeOffset CreatedAt)
{
    /// <summary>When the user was disabled: keys and sessions are refused while this is set.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>What all the user's keys and sessions together may use.</summary>
    public AccountLimits Limits { get; init; } = AccountLimits.None;

    /// <summary>The name to sign in with, in lower case; set while there is a password.</summary>
    public string? SignInName { get; init; }

    /// <summary>The user's subject at the OpenID Connect provider.</summary>
    public string? OpenIdSubject { get; init; }
}

/// <summary>A key as it may be shown: never its text or hash.</summary>
/// <param name="Id">Id, <c>key_...</c>.</param>
/// <param name="UserId">Its user.</param>
/// <param name="Name">A label.</param>
/// <param name="Book">Live or test.</param>
/// <param name="Hint">First and last characters, for recognition: <c>atl_test_ab…wxyz</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">About when it was last used (to the minute).</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record ApiKey(
    string Id, string UserId, string Name, Book Book, string Hint, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    /// <summary>The team whose credits it spends; <see langword="null"/> for the user's own.</summary>
    public string? TeamId { get; init; }

    /// <summary>What it may be used for.</summary>
    public KeyScopes Scopes { get; init; } = KeyScopes.All;

    /// <summary>The models it may use; <see langword="null"/> for all.</summary>
    public ModelAllowList? Models { get; init; }

    /// <summary>What it may use.</summary>
    public AccountLimits Limits { get; init; } = AccountLimits.None;

    /// <summary>When it stops working.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Until when the text before the last rotation works.</summary>
    public DateTimeOffset? PreviousValidUntil { get; init; }
}

/// <summary>A fresh key with its text.</summary>
public sealed record CreatedKey(ApiKey Key, string Secret);

/// <summary>What the first start made; secrets are <see langword="null"/> when they were given from outside.</summary>
public sealed record FirstKeys(User Operator, string LiveKey, string TestKey, bool LiveKeyWasGiven, bool TestKeyWasGiven);
