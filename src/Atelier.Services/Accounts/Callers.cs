namespace Atelier.Services.Accounts;

/// <summary>Makes a caller of what the database says, or says why there is none.</summary>
internal static class Callers
{
    public static Result<Caller> Of(KeyWithUser found, string presentedHash, DateTimeOffset now)
    {
        var key = found.Key;
        if (Problem(key, found.User, found.Team, now) is { } problem)
        {
            return problem;
        }

        var isPrevious = presentedHash != found.Hash;
        var end = isPrevious ? Earlier(key.ExpiresAt, key.PreviousValidUntil) : key.ExpiresAt;
        return isPrevious && !(key.PreviousValidUntil > now)
            ? AccountErrors.RotatedKey
            : Of(found.User, key.Id, key.Book, found.Team) with
            {
                Scopes = key.Scopes,
                Models = key.Models,
                Limits = new CallerLimits(key.Limits, found.User.Limits, found.Team?.Limits ?? AccountLimits.None),
                ExpiresAt = end,
                KeyExpiresAt = end,
            };
    }

    public static Result<Caller> Of(SessionWithUser found, SessionOptions options, DateTimeOffset now)
    {
        var session = found.Session;
        if (session.RevokedAt is not null || session.ExpiresAt <= now || now - session.LastSeenAt >= options.IdleTimeout)
        {
            return AccountErrors.SessionEnded;
        }

        if (Problem(found.Key, found.User, found.Team, now) is { } problem)
        {
            return problem;
        }

        return Of(found.User, session.KeyId ?? session.Id, session.Book, found.Team) with
        {
            Scopes = found.Key?.Scopes ?? KeyScopes.All,
            Models = found.Key?.Models,
            Limits = new CallerLimits(found.Key?.Limits ?? AccountLimits.None, found.User.Limits, found.Team?.Limits ?? AccountLimits.None),
            ExpiresAt = Earlier(session.ExpiresAt, found.Key?.ExpiresAt),
            KeyExpiresAt = EndOfKey(found, options),
            SessionId = session.Id,
        };
    }

    private static Caller Of(User user, string keyId, Credits.Book book, Team? team) => new(user.Id, user.Name, user.Role, keyId, book) { TeamId = team?.Id };

    // A session that was cut short was opened with a text that is being replaced: it may not outlast that text by making keys either.
    private static DateTimeOffset? EndOfKey(SessionWithUser found, SessionOptions options) => found switch
    {
        { Key: null } => null,
        { Session: var session } when session.ExpiresAt < session.CreatedAt + options.Lifetime => Earlier(session.ExpiresAt, found.Key.ExpiresAt),
        _ => found.Key.ExpiresAt,
    };

    private static ServiceError? Problem(ApiKey? key, User user, Team? team, DateTimeOffset now) => (key, user, team) switch
    {
        ({ RevokedAt: not null }, _, _) => AccountErrors.RevokedKey,
        ({ ExpiresAt: { } end }, _, _) when end <= now => AccountErrors.ExpiredKey,
        (_, { DisabledAt: not null }, _) => AccountErrors.DisabledUser,
        (_, _, { DeletedAt: not null }) => AccountErrors.DeletedTeam,
        _ => null,
    };

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is { } first && other is { } second ? (first < second ? first : second) : one ?? other;
}
