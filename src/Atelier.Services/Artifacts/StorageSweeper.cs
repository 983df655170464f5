using Atelier.Services.Artifacts.Storage;
using Atelier.Services.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Artifacts;

/// <summary>
/// Removes what nobody needs any more: expired uploads, artifacts of deleted generations, unfinished writes, and what is in the store
/// without a record. Several nodes may sweep at once.
/// </summary>
internal sealed partial class StorageSweeper(
    IArtifactStore store, IMediaRecords records, IOptions<ArtifactOptions> options, TimeProvider time, ILogger<StorageSweeper> logger)
    : BackgroundService
{
    private const int BatchSize = 200;

    // With an empty or foreign database every object looks left behind. Removing most of a store is never right.
    private const int FewOrphans = 100;

    private DateTimeOffset? _lastOrphanSearch;

    /// <summary>One round. Returns how many objects were removed.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var removed = await RemoveUnneededAsync(now - options.Value.RemovalGrace, cancellationToken);
        if (_lastOrphanSearch is { } last && now - last < options.Value.OrphanInterval)
        {
            return removed;
        }

        _lastOrphanSearch = now;
        removed += await RemoveOrphansAsync(now - options.Value.RemovalGrace, cancellationToken);
        return store is IStoreMaintenance maintenance
            ? removed + await maintenance.RemoveUnfinishedAsync(now - options.Value.RemovalGrace, cancellationToken)
            : removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                LogSwept(await SweepAsync(stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<int> RemoveUnneededAsync(DateTimeOffset expiredBefore, CancellationToken cancellationToken)
    {
        var removed = 0;
        while (true)
        {
            var batch = await records.FindRemovableAsync(expiredBefore, BatchSize, cancellationToken);
            foreach (var media in batch)
            {
                await store.DeleteAsync(media.StoreKey, cancellationToken);
            }

            if (batch.Count > 0)
            {
                await records.MarkRemovedAsync(batch, cancellationToken);
            }

            removed += batch.Count;
            if (batch.Count < BatchSize)
            {
                return removed;
            }
        }
    }

    private async Task<int> RemoveOrphansAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken)
    {
        var orphans = new List<string>();
        var seen = 0;
        await foreach (var batch in store.ListAsync(string.Empty, cancellationToken).Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            seen += batch.Length;
            var old = batch.Where(entry => entry.WrittenAt < writtenBefore).Select(entry => entry.Key).ToList();
            var known = await records.KnownStoreKeysAsync(old, cancellationToken);
            orphans.AddRange(old.Where(key => !known.Contains(key)));
        }

        if (orphans.Count > FewOrphans && orphans.Count > seen / 2)
        {
            LogTooManyOrphans(orphans.Count, seen, store.Description);
            return 0;
        }

        foreach (var key in orphans)
        {
            await store.DeleteAsync(key, cancellationToken);
            LogOrphan(key);
        }

        return orphans.Count;
    }
}
