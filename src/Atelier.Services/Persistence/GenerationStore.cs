using Atelier.Services.Credits.Expiry;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Persistence;

/// <summary>Checks what is asked and hands it to the database's writer.</summary>
internal sealed class GenerationStore(
    IDatabaseWriter writer, IDbContextFactory<AtelierDbContext> contexts, CreditExpirySweeper expiry, TimeProvider time) : IGenerationStore
{
    // Compiled once, as it is asked at every step of every generation; it belongs to one model, so to one database.
    private readonly Func<AtelierDbContext, string, CancellationToken, Task<Generation?>> _findById = EF.CompileAsyncQuery(
        (AtelierDbContext context, string id, CancellationToken _) =>
            context.Generations.FirstOrDefault(g => g.Id == id && EF.Property<DateTimeOffset?>(g, StorageColumns.DeletedAt) == null));

    public async Task<AcceptOutcome> AcceptAsync(NewGeneration generation, CancellationToken cancellationToken)
    {
        Check(generation);
        await expiry.BeforeSpendingAsync(generation.Generation.PayerId, generation.Generation.Book, cancellationToken);
        return await writer.AcceptAsync(generation, cancellationToken);
    }

    public Task<ApplyOutcome> ApplyAsync(GenerationChange change, CancellationToken cancellationToken)
    {
        var rule = GenerationTransitions.Find(change.From, change.Trigger);
        Check(change);
        return writer.ApplyAsync(change, rule, cancellationToken);
    }

    public async Task<Generation?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await _findById(context, id, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> FindResumableAsync(
        IReadOnlyCollection<string> liveNodes, TimeSpan grace, TimeSpan stuckAfter, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var now = time.GetUtcNow();
        var acceptedBefore = now - grace;
        var overdueBefore = now - stuckAfter;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // The state is compared as the index's filter says it, or the index would not be used.
        return await context.Generations
            .Where(g => g.State < GenerationState.Completed)
            .Where(g => (g.Owner == null && g.CreatedAt <= acceptedBefore)
                || (g.Owner != null && !liveNodes.Contains(g.Owner))
                || g.Deadline <= overdueBefore)
            .OrderBy(g => g.Id)
            .Select(g => g.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    private static void Check(NewGeneration request)
    {
        var generation = request.Generation;
        if (generation is not { State: GenerationState.Queued, Version: 1, CapturedMicro: 0, ReleasedMicro: 0, AttemptCount: 0 })
        {
            throw new ArgumentException("A generation is accepted queued, at version 1, with nothing charged and no attempt.", nameof(request));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(generation.QuotedMicro);
        ArgumentOutOfRangeException.ThrowIfNotEqual(generation.HeldMicro, generation.QuotedMicro);
        if (request.IdempotencyKey is not null && string.IsNullOrEmpty(request.RequestHash))
        {
            throw new ArgumentException("An idempotency key needs the hash of its request.", nameof(request));
        }
    }

    private static void Check(GenerationChange change)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(change.CaptureMicro);
        if (change.CaptureMicro != 0 && change.Trigger is not (GenerationTrigger.Complete or GenerationTrigger.Share))
        {
            throw new ArgumentException($"Only '{GenerationTrigger.Complete}' charges, not '{change.Trigger}'.", nameof(change));
        }

        if ((change.Diversion is not null) != (change.Trigger == GenerationTrigger.Divert))
        {
            throw new ArgumentException("Diverting needs a fallback, and nothing else takes one.", nameof(change));
        }

        if (change.Trigger == GenerationTrigger.Share && (change.Artifacts.Count == 0 || change.Artifacts.Count != change.SharedArtifactIds.Count))
        {
            throw new ArgumentException("Sharing needs the leader's artifact for each of its own.", nameof(change));
        }

        if (change.Artifacts.Any(artifact => artifact.GenerationId != change.GenerationId))
        {
            throw new ArgumentException("An artifact belongs to another generation.", nameof(change));
        }

        if (change.Progress is < 0 or > 1 or double.NaN)
        {
            throw new ArgumentOutOfRangeException(nameof(change), change.Progress, "Progress runs from 0 to 1.");
        }
    }
}
