using Atelier.Services.Credits;
using Atelier.Services.Persistence.Writing;

namespace Atelier.Services.Accounts;

/// <summary>What may be said of users, keys and teams, and who may say it.</summary>
internal static class AccountRules
{
    public const int ShortestPassword = 10;
    public const int LongestPassword = 200;
    private const int LongestName = 100;
    private const int LongestSubject = 500;
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    public static ServiceError? Name(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Trim().Length <= LongestName && !name.Any(char.IsControl) && StoredText.Clean(name) == name
            ? null
            : AccountErrors.InvalidName(LongestName);

    public static ServiceError? Role(UserRole role) => Enum.IsDefined(role) ? null : AccountErrors.InvalidRole;

    public static ServiceError? Book(Book book) => Enum.IsDefined(book) ? null : AccountErrors.InvalidBook;

    public static ServiceError? Password(string? password) =>
        password is null or { Length: >= ShortestPassword and <= LongestPassword } ? null : AccountErrors.InvalidPassword(ShortestPassword, LongestPassword);

    public static ServiceError? Subject(string? subject) =>
        subject is null || (subject.Length <= LongestSubject && !subject.Any(char.IsControl)) ? null : AccountErrors.InvalidSubject(LongestSubject);

    public static ServiceError? Overlap(TimeSpan overlap) =>
        overlap >= TimeSpan.Zero && overlap <= LongestOverlap ? null : AccountErrors.InvalidOverlap;

    public static ServiceError? Settings(KeySettings settings, DateTimeOffset now) =>
        Name(settings.Name)
        ?? (settings.Scopes is KeyScopes.None || (settings.Scopes & ~KeyScopes.All) != 0 ? AccountErrors.InvalidScopes : null)
        ?? settings.Limits.Problem()
        ?? (settings.ExpiresAt <= now ? AccountErrors.InvalidExpiry : null);

    /// <summary>The name that somebody signs in with: names that differ in case only are the same person's.</summary>
    public static string SignInName(string name) => name.Trim().ToLowerInvariant();

    /// <summary>
    /// A key (or a session opened by one) never opens the way to more than it may do itself, whoever its user is. The system may do everything.
    /// </summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="book">The book of the key that is made or changed.</param>
    /// <param name="settings">What that key may do.</param>
    /// <param name="keyId">That key; <see langword="null"/> for one that is made.</param>
    public static ServiceError? Widens(Actor actor, Book book, KeySettings settings, string? keyId = null)
    {
        if (actor.Caller is not { } caller)
        {
            return null;
        }

        if (caller.IsSandbox && book == Credits.Book.Live)
        {
            return AccountErrors.LiveKeyRequired;
        }

        // Each of two keys within the same limits may use all of them: together they would use twice as much.
        if (caller.Limits.Key != AccountLimits.None && keyId != caller.KeyId)
        {
            return AccountErrors.LimitedKey;
        }

        var isWithin = (settings.Scopes & ~caller.Scopes) == 0
            && (caller.Models is null || caller.Models.Covers(settings.Models))
            && settings.Limits.IsWithin(caller.Limits.Key)
            && (caller.KeyExpiresAt is null || settings.ExpiresAt <= caller.KeyExpiresAt)
            && (caller.TeamId is null || settings.TeamId == caller.TeamId);
        return isWithin ? null : AccountErrors.WiderKey;
    }

    /// <summary>What opens the way to everything of a user, such as a password, takes a key that may do everything.</summary>
    public static ServiceError? WidensToAll(Actor actor) => Widens(actor, Credits.Book.Live, new KeySettings { Name = "everything" });

    /// <summary>The same of a key that is there already.</summary>
    public static ServiceError? Widens(Actor actor, ApiKey key) => Widens(actor, key.Book, SettingsOf(key), key.Id);

    public static KeySettings SettingsOf(ApiKey key) => new()
    {
        Name = key.Name, TeamId = key.TeamId, Scopes = key.Scopes, Models = key.Models, Limits = key.Limits, ExpiresAt = key.ExpiresAt,
    };
}
