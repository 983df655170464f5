using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Reading;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <content>Keys.</content>
internal sealed partial class AccountService
{
    public async Task<Result<CreatedKey>> CreateKeyAsync(
        string userId, Book book, KeySettings settings, Actor actor, CancellationToken cancellationToken)
    {
        if ((AccountRules.Book(book) ?? AccountRules.Settings(settings, time.GetUtcNow()) ?? AccountRules.Widens(actor, book, settings)) is { } problem)
        {
            return problem;
        }

        var secret = ApiKeyFormat.New(book);
        return await writer.WriteAsync<Result<CreatedKey>>(
            async (context, token) =>
            {
                if (!await context.Users.AnyAsync(u => u.Id == userId, token))
                {
                    return AccountErrors.UserNotFound;
                }

                if (settings.TeamId is { } teamId && !await TeamQueries.IsMemberAsync(context, teamId, userId, token))
                {
                    return AccountErrors.TeamNotFound;
                }

                var key = NewAccounts.AddKey(context, userId, book, settings, secret, ids, time.GetUtcNow());
                Audit.Add(context, ids, time.GetUtcNow(), actor, "key.create", key.Id, after: AuditFacts.Of(key));
                await context.SaveChangesAsync(token);
                return new CreatedKey(key, secret);
            },
            cancellationToken);
    }

    public async Task<Result<ApiKey>> UpdateKeyAsync(
        string keyId, KeyOwner owner, KeySettings settings, Actor actor, CancellationToken cancellationToken)
    {
        if (AccountRules.Settings(settings, time.GetUtcNow()) is { } problem)
        {
            return problem;
        }

        return await ChangeKeyAsync(
            keyId,
            owner,
            actor,
            async (context, before, token) =>
            {
                var after = before with
                {
                    Name = settings.Name.Trim(),
                    Scopes = settings.Scopes,
                    Models = settings.Models,
                    Limits = settings.Limits,
                    ExpiresAt = settings.ExpiresAt is { } end ? StoredTime.Trim(end) : null,
                };
                if (AccountRules.Widens(actor, after) is { } wider)
                {
                    return wider;
                }

                await context.ApiKeys.Where(k => k.Id == keyId).ExecuteUpdateAsync(
                    row => row.SetProperty(k => k.Name, after.Name).SetProperty(k => k.Scopes, after.Scopes).SetProperty(k => k.Models, after.Models)
                        .SetProperty(k => k.Limits, after.Limits).SetProperty(k => k.ExpiresAt, after.ExpiresAt),
                    token);
                Audit.Add(context, ids, time.GetUtcNow(), actor, "key.update", keyId, AuditFacts.Of(before), AuditFacts.Of(after));
                await context.SaveChangesAsync(token);
                return after;
            },
            cancellationToken);
    }

    public async Task<Result<CreatedKey>> RotateKeyAsync(
        string keyId, KeyOwner owner, TimeSpan overlap, Actor actor, CancellationToken cancellationToken)
    {
        if (AccountRules.Overlap(overlap) is { } problem)
        {
            return problem;
        }

        string? secret = null;
        var rotated = await ChangeKeyAsync(
            keyId,
            owner,
            actor,
            async (context, before, token) =>
            {
                secret = ApiKeyFormat.New(before.Book);
                var (hash, hint) = (ApiKeyFormat.HashOf(secret), ApiKeyFormat.HintOf(secret));
                DateTimeOffset? until = StoredTime.Trim(time.GetUtcNow() + overlap);
                await context.ApiKeys.Where(k => k.Id == keyId).ExecuteUpdateAsync(
                    row => row
                        .SetProperty(k => EF.Property<string?>(k, StorageColumns.PreviousKeyHash), k => EF.Property<string>(k, StorageColumns.KeyHash))
                        .SetProperty(k => EF.Property<string>(k, StorageColumns.KeyHash), hash)
                        .SetProperty(k => k.Hint, hint).SetProperty(k => k.PreviousValidUntil, until),
                    token);

                // Whoever signed in with the old text stays in no longer than that text is good.
                var end = until.Value;
                await context.Sessions.Where(s => s.KeyId == keyId && s.ExpiresAt > end).ExecuteUpdateAsync(row => row.SetProperty(s => s.ExpiresAt, end), token);
                var after = before with { Hint = hint, PreviousValidUntil = until };
                Audit.Add(context, ids, time.GetUtcNow(), actor, "key.rotate", keyId, AuditFacts.Of(before), AuditFacts.Of(after));
                await context.SaveChangesAsync(token);
                return after;
            },
            cancellationToken);
        return rotated.IsOk ? new CreatedKey(rotated.Value, secret!) : rotated.Error;
    }

    public async Task<ApiKey?> FindKeyAsync(string keyId, KeyOwner owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await AccountQueries.KeyOf(context, keyId, owner).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<Page<ApiKey>> ListKeysAsync(KeyOwner owner, string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Paging.Limit(limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = AccountQueries.KeysOf(context, owner);
        if (!string.IsNullOrEmpty(cursor))
        {
            rows = rows.Where(k => string.Compare(k.Id, cursor) < 0);
        }

        return Paging.Page(await rows.OrderByDescending(k => k.Id).Take(limit + 1).ToListAsync(cancellationToken), limit, k => k.Id);
    }

    public Task<Result<ApiKey>> RevokeKeyAsync(string keyId, KeyOwner owner, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync<ApiKey>(
            async (context, token) =>
            {
                if (await AccountQueries.KeyOf(context, keyId, owner).FirstOrDefaultAsync(token) is not { } key)
                {
                    return AccountErrors.KeyNotFound;
                }

                if (actor.Caller is { IsSandbox: true } && key.Book == Book.Live)
                {
                    return AccountErrors.LiveKeyRequired;
                }

                if (key.RevokedAt is not null)
                {
                    return key;
                }

                DateTimeOffset? now = StoredTime.Trim(time.GetUtcNow());
                await context.ApiKeys.Where(k => k.Id == keyId).ExecuteUpdateAsync(row => row.SetProperty(k => k.RevokedAt, now), token);
                Audit.Add(context, ids, time.GetUtcNow(), actor, "key.revoke", keyId, before: AuditFacts.Of(key));
                await context.SaveChangesAsync(token);
                return key with { RevokedAt = now };
            },
            cancellationToken);

    private Task<Result<ApiKey>> ChangeKeyAsync(
        string keyId, KeyOwner owner, Actor actor, Func<AtelierDbContext, ApiKey, CancellationToken, Task<Result<ApiKey>>> change, CancellationToken cancellationToken) =>
        ChangeAsync<ApiKey>(
            async (context, token) => await AccountQueries.KeyOf(context, keyId, owner).FirstOrDefaultAsync(token) switch
            {
                null => AccountErrors.KeyNotFound,
                { RevokedAt: not null } => AccountErrors.KeyIsRevoked,
                var key when AccountRules.Widens(actor, key) is { } wider => wider,
                var key => await change(context, key, token),
            },
            cancellationToken);
}
