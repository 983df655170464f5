using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>A key with its user and team.</summary>
internal sealed record KeyWithUser(ApiKey Key, User User, Team? Team, string Hash);

/// <summary>A session with its user, and the key and team that it was opened for.</summary>
internal sealed record SessionWithUser(Session Session, User User, ApiKey? Key, Team? Team);

/// <summary>Queries about keys, sessions and names.</summary>
internal static class AccountQueries
{
    /// <summary>Asked for every call whose key is not in the cache, so it is compiled once for each database.</summary>
    public static Func<AtelierDbContext, string, CancellationToken, Task<KeyWithUser?>> CompileFindKey() => EF.CompileAsyncQuery(
        (AtelierDbContext context, string hash, CancellationToken _) => context.ApiKeys
            .Where(k => EF.Property<string>(k, StorageColumns.KeyHash) == hash || EF.Property<string?>(k, StorageColumns.PreviousKeyHash) == hash)
            .Join(context.Users, k => k.UserId, u => u.Id, (key, user) => new { key, user })
            .Select(row => new KeyWithUser(
                row.key, row.user, context.Teams.FirstOrDefault(t => t.Id == row.key.TeamId), EF.Property<string>(row.key, StorageColumns.KeyHash)))
            .FirstOrDefault());

    /// <summary>Asked for every call of a browser whose session is not in the cache.</summary>
    public static Task<SessionWithUser?> FindSessionAsync(AtelierDbContext context, string hash, CancellationToken cancellationToken) => context.Sessions
        .Where(s => EF.Property<string>(s, StorageColumns.SessionHash) == hash)
        .Join(context.Users, s => s.UserId, u => u.Id, (session, user) => new { session, user })
        .Select(row => new SessionWithUser(
            row.session, row.user, context.ApiKeys.FirstOrDefault(k => k.Id == row.session.KeyId), context.Teams.FirstOrDefault(t => t.Id == row.session.TeamId)))
        .FirstOrDefaultAsync(cancellationToken);

    public static IQueryable<ApiKey> KeysOf(AtelierDbContext context, KeyOwner owner)
    {
        IQueryable<ApiKey> keys = context.ApiKeys;
        keys = owner.UserId is { } user ? keys.Where(k => k.UserId == user) : keys;
        return owner.TeamId is { } team ? keys.Where(k => k.TeamId == team) : keys;
    }

    public static IQueryable<ApiKey> KeyOf(AtelierDbContext context, string keyId, KeyOwner owner) => KeysOf(context, owner).Where(k => k.Id == keyId);
}
