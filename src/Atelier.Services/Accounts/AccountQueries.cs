using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>A key with its user.</summary>
internal sealed record KeyWithUser(ApiKey Key, User User);

/// <summary>Queries about keys.</summary>
internal static class AccountQueries
{
    /// <summary>Asked for every call whose key is not in the cache, so it is compiled once for each database.</summary>
    public static Func<AtelierDbContext, string, CancellationToken, Task<KeyWithUser?>> CompileFindKey() => EF.CompileAsyncQuery(
        (AtelierDbContext context, string hash, CancellationToken _) => context.ApiKeys
            .Where(k => EF.Property<string>(k, StorageColumns.KeyHash) == hash)
            .Join(context.Users, k => k.UserId, u => u.Id, (key, user) => new KeyWithUser(key, user))
            .FirstOrDefault());

    public static IQueryable<ApiKey> KeysOf(AtelierDbContext context, string keyId, string? userId)
    {
        var keys = context.ApiKeys.Where(k => k.Id == keyId);
        return userId is null ? keys : keys.Where(k => k.UserId == userId);
    }
}
