using Atelier.Services.Artifacts;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Persistence.Reading;

/// <summary>Lists, events and attempts, on contexts of their own so that readers and the writer do not wait for each other.</summary>
internal sealed class GenerationReader(IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, TimeProvider time) : IGenerationReader
{
    public async Task<Page<Generation>> ListAsync(GenerationQuery query, CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(query.Limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = GenerationFilter.Apply(context.Generations, query);
        var rows = await (query.OldestFirst ? found.OrderBy(g => g.Id) : found.OrderByDescending(g => g.Id))
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        return Paging.Page(rows, limit, g => g.Id);
    }

    public async Task<ILookup<string, Artifact>> ArtifactsOfAsync(IReadOnlyCollection<string> generationIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Artifacts
            .Where(a => generationIds.Contains(a.GenerationId) && EF.Property<DateTimeOffset?>(a, StorageColumns.DeletedAt) == null)
            .OrderBy(a => a.GenerationId).ThenBy(a => a.Index).ThenBy(a => a.Kind)
            .ToListAsync(cancellationToken);
        return rows.ToLookup(a => a.GenerationId);
    }

    public async Task<IReadOnlyList<Attempt>> AttemptsOfAsync(string generationId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Attempts.Where(a => a.GenerationId == generationId).OrderBy(a => a.Number).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<GenerationEvent>> EventsAfterAsync(EventQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var events = context.Events.Where(e => e.Sequence > query.AfterSequence);
        if (query.GenerationId is { } generationId)
        {
            events = events.Where(e => e.GenerationId == generationId);
        }

        if (query.UserId is { } userId)
        {
            events = events.Where(e => e.UserId == userId);
        }

        if (query.Book is { } book)
        {
            events = events.Where(e => e.Book == book);
        }

        return await events.OrderBy(e => e.Sequence).Take(query.Limit).ToListAsync(cancellationToken);
    }

    public async Task<long> LastSequenceAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Events.MaxAsync(e => (long?)e.Sequence, cancellationToken) ?? 0;
    }

    public async Task<int> QueuePositionAsync(Generation generation, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Generations
            .Where(g => g.State < GenerationState.Completed && g.Provider == generation.Provider && g.Book == generation.Book)
            .CountAsync(g => string.Compare(g.Id, generation.Id) < 0, cancellationToken);
    }

    public Task<bool> DeleteAsync(string generationId, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return writer.WriteAsync(
            async (context, token) =>
            {
                var hidden = await context.Generations
                    .Where(g => g.Id == generationId && g.State >= GenerationState.Completed)
                    .Where(g => EF.Property<DateTimeOffset?>(g, StorageColumns.DeletedAt) == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(g => EF.Property<DateTimeOffset?>(g, StorageColumns.DeletedAt), now), token);
                if (hidden == 0)
                {
                    return false;
                }

                await context.Artifacts
                    .Where(a => a.GenerationId == generationId)
                    .ExecuteUpdateAsync(row => row.SetProperty(a => EF.Property<DateTimeOffset?>(a, StorageColumns.DeletedAt), now), token);
                return true;
            },
            cancellationToken);
    }
}
