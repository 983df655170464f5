using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Reading;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>Users and keys.</summary>
internal sealed class AccountService(
    IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, KeyCache cache, KeyUseRecorder uses, IdFactory ids, TimeProvider time) : IAccountService
{
    private const int LongestName = 100;
    private readonly Func<AtelierDbContext, string, CancellationToken, Task<KeyWithUser?>> _findKey = AccountQueries.CompileFindKey();

    public async Task<Result<Caller>> AuthenticateAsync(string apiKey, CancellationToken cancellationToken)
    {
        if (!ApiKeyFormat.TryParse(apiKey, out _, out var problem))
        {
            return AccountErrors.MalformedKey(problem);
        }

        var hash = ApiKeyFormat.HashOf(apiKey);
        if (cache.Find(hash) is { } known)
        {
            uses.Used(known.KeyId);
            return known;
        }

        var readAt = time.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await _findKey(context, hash, cancellationToken);
        if (found is null)
        {
            return AccountErrors.UnknownKey;
        }

        if (found.Key.RevokedAt is not null)
        {
            return AccountErrors.RevokedKey;
        }

        var caller = new Caller(found.User.Id, found.User.Name, found.User.Role, found.Key.Id, found.Key.Book);
        cache.Remember(hash, caller, readAt);
        uses.Used(caller.KeyId);
        return caller;
    }

    public async Task<Result<User>> CreateUserAsync(string name, UserRole role, CancellationToken cancellationToken)
    {
        if (!IsName(name))
        {
            return AccountErrors.InvalidName(LongestName);
        }

        if (!Enum.IsDefined(role))
        {
            return AccountErrors.InvalidRole;
        }

        return await writer.WriteAsync(
            async (context, token) =>
            {
                var user = NewAccounts.AddUser(context, name.Trim(), role, ids, time.GetUtcNow());
                await context.SaveChangesAsync(token);
                return user;
            },
            cancellationToken);
    }

    public async Task<User?> FindUserAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.FirstOrDefaultAsync(u => u.Id == id, cancellationToken);
    }

    public async Task<Page<User>> ListUsersAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Paging.Limit(limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<User> rows = context.Users;
        if (!string.IsNullOrEmpty(cursor))
        {
            rows = rows.Where(u => string.Compare(u.Id, cursor) < 0);
        }

        return Paging.Page(await rows.OrderByDescending(u => u.Id).Take(limit + 1).ToListAsync(cancellationToken), limit, u => u.Id);
    }

    public async Task<Result<CreatedKey>> CreateKeyAsync(string userId, Book book, string name, CancellationToken cancellationToken)
    {
        if (!IsName(name))
        {
            return AccountErrors.InvalidName(LongestName);
        }

        if (!Enum.IsDefined(book))
        {
            return AccountErrors.InvalidBook;
        }

        var secret = ApiKeyFormat.New(book);
        return await writer.WriteAsync<Result<CreatedKey>>(
            async (context, token) =>
            {
                if (!await context.Users.AnyAsync(u => u.Id == userId, token))
                {
                    return AccountErrors.UserNotFound;
                }

                var key = NewAccounts.AddKey(context, userId, book, name.Trim(), secret, ids, time.GetUtcNow());
                await context.SaveChangesAsync(token);
                return new CreatedKey(key, secret);
            },
            cancellationToken);
    }

    public async Task<Page<ApiKey>> ListKeysAsync(string? userId, string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Paging.Limit(limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<ApiKey> rows = context.ApiKeys;
        if (userId is not null)
        {
            rows = rows.Where(k => k.UserId == userId);
        }

        if (!string.IsNullOrEmpty(cursor))
        {
            rows = rows.Where(k => string.Compare(k.Id, cursor) < 0);
        }

        return Paging.Page(await rows.OrderByDescending(k => k.Id).Take(limit + 1).ToListAsync(cancellationToken), limit, k => k.Id);
    }

    public async Task<Result<ApiKey>> RevokeKeyAsync(string keyId, string? userId, CancellationToken cancellationToken)
    {
        var revoked = await writer.WriteAsync(
            async (context, token) =>
            {
                DateTimeOffset? now = time.GetUtcNow();
                await AccountQueries.KeysOf(context, keyId, userId)
                    .Where(k => k.RevokedAt == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(k => k.RevokedAt, now), token);
                return await AccountQueries.KeysOf(context, keyId, userId)
                    .Select(k => new { Key = k, Hash = EF.Property<string>(k, StorageColumns.KeyHash) })
                    .FirstOrDefaultAsync(token);
            },
            cancellationToken);
        if (revoked is null)
        {
            return AccountErrors.KeyNotFound;
        }

        cache.Forget(revoked.Hash);
        return revoked.Key;
    }

    public Task<Result<FirstKeys?>> BootstrapAsync(string? liveKey, string? testKey, CancellationToken cancellationToken) =>
        Bootstrap.RunAsync(writer, ids, time, liveKey, testKey, cancellationToken);

    private static bool IsName(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Trim().Length <= LongestName && !name.Any(char.IsControl) && StoredText.Clean(name) == name;
}
