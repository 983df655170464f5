using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Persistence;

internal sealed class ResultCache(IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, TimeProvider time) : IResultCache
{
    public async Task<string?> FindLeaderAsync(string userId, Book book, string key, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var leader = await context.CachedResults
            .Where(c => c.UserId == userId && c.Book == book && c.Key == key && c.ExpiresAt > now)
            .Join(
                context.Generations.Where(g => EF.Property<DateTimeOffset?>(g, StorageColumns.DeletedAt) == null),
                c => c.GenerationId,
                g => g.Id,
                (c, g) => new { g.Id, g.State, g.CompletedAt })
            .FirstOrDefaultAsync(cancellationToken);
        return leader is null || leader.State is GenerationState.Failed or GenerationState.Cancelled || now - leader.CompletedAt > maxAge ? null : leader.Id;
    }

    public async Task<IReadOnlyList<string>> FollowersOfAsync(string leaderId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Generations
            .Where(g => g.LeaderId == leaderId && g.State < GenerationState.Completed)
            .OrderBy(g => g.Id)
            .Select(g => g.Id)
            .ToListAsync(cancellationToken);
    }

    public Task<string?> ReplaceLeaderAsync(Generation follower, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var expires = time.GetUtcNow() + lifetime;
        return writer.WriteAsync(
            async (context, token) =>
            {
                var place = context.CachedResults.Where(c => c.UserId == follower.UserId && c.Book == follower.Book && c.Key == follower.CacheKey);

                // The row lock of the update makes the others wait; then they find the place taken.
                var won = await place.Where(c => c.GenerationId == follower.LeaderId).ExecuteUpdateAsync(
                    row => row.SetProperty(c => c.GenerationId, follower.Id).SetProperty(c => c.ExpiresAt, expires), token);
                var leader = won > 0 ? null : await place.Select(c => c.GenerationId).FirstOrDefaultAsync(token);
                if (leader == follower.Id)
                {
                    leader = null;
                }

                await context.Generations
                    .Where(g => g.Id == follower.Id && g.Version == follower.Version && g.State == GenerationState.Queued)
                    .ExecuteUpdateAsync(row => row.SetProperty(g => g.LeaderId, leader).SetProperty(g => g.Version, g => g.Version + 1), token);
                return leader;
            },
            cancellationToken);
    }

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => writer.WriteAsync(
        (context, token) =>
        {
            var expired = context.CachedResults.Where(c => c.ExpiresAt <= now).OrderBy(c => c.ExpiresAt).Take(limit);
            return context.CachedResults
                .Where(c => expired.Any(e => e.UserId == c.UserId && e.Book == c.Book && e.Key == c.Key))
                .ExecuteDeleteAsync(token);
        },
        cancellationToken);
}
