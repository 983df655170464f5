using System.Text.Json;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Reading;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>The trail of acts in the database.</summary>
internal sealed class AuditTrail(IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, IdFactory ids, TimeProvider time) : IAuditTrail
{
    public Task RecordAsync(
        Actor actor, string act, string? targetId, IReadOnlyDictionary<string, string?> after, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            async (context, token) =>
            {
                Audit.Add(context, ids, time.GetUtcNow(), actor, act, targetId, after: after);
                return await context.SaveChangesAsync(token);
            },
            cancellationToken);

    public async Task<Page<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(query.Limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<AuditEntry> rows = context.AuditEntries;
        rows = query.ActorId is { } actor ? rows.Where(a => a.ActorId == actor) : rows;
        rows = query.Act is { } act ? rows.Where(a => a.Act == act) : rows;
        rows = query.TargetId is { } target ? rows.Where(a => a.TargetId == target) : rows;
        rows = query.Since is { } since ? rows.Where(a => a.At >= since) : rows;
        rows = query.Until is { } until ? rows.Where(a => a.At < until) : rows;
        if (!string.IsNullOrEmpty(query.Cursor))
        {
            rows = rows.Where(a => string.Compare(a.Id, query.Cursor) < 0);
        }

        return Paging.Page(await rows.OrderByDescending(a => a.Id).Take(limit + 1).ToListAsync(cancellationToken), limit, a => a.Id);
    }
}

/// <summary>Writes acts down in the transaction that does them, so that neither happens without the other.</summary>
internal static class Audit
{
    private const int LongestTarget = 200;

    public static void Add(
        AtelierDbContext context, IdFactory ids, DateTimeOffset now, Actor actor, string act, string? targetId,
        IReadOnlyDictionary<string, string?>? before = null, IReadOnlyDictionary<string, string?>? after = null)
    {
        var at = StoredTime.Trim(now);
        context.Add(new AuditEntry
        {
            Id = ids.New(IdPrefixes.AuditEntry),
            At = at,
            ActorId = actor.Id,
            ActorName = actor.Name,
            KeyId = actor.Caller?.KeyId,
            Address = actor.Address,
            Act = act,
            TargetId = targetId is { Length: > LongestTarget } ? targetId[..LongestTarget] : StoredText.Clean(targetId),
            Before = Write(before),
            After = Write(after),
        });
        actor.Recorded = true;
    }

    // What is not set tells nothing.
    private static string? Write(IReadOnlyDictionary<string, string?>? facts)
    {
        var told = facts?.Where(fact => fact.Value is not null).ToDictionary(fact => fact.Key, fact => StoredText.Clean(fact.Value)!);
        return told is null or { Count: 0 } ? null : JsonSerializer.Serialize<IReadOnlyDictionary<string, string>>(told, PersistenceJson.Default.IReadOnlyDictionaryStringString);
    }
}
