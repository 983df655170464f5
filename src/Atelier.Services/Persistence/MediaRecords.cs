using Atelier.Services.Artifacts;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Persistence;

internal sealed class MediaRecords(IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, TimeProvider time) : IMediaRecords
{
    public Task AddUploadAsync(Upload upload, CancellationToken cancellationToken)
    {
        var row = upload with { FileName = StoredText.Clean(upload.FileName) };
        return writer.WriteAsync(
            async (context, token) =>
            {
                context.Add(row);
                return await context.SaveChangesAsync(token);
            },
            cancellationToken);
    }

    public async Task<Upload?> FindUploadAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Uploads.FirstOrDefaultAsync(u => u.Id == id, cancellationToken);
    }

    public async Task<Artifact?> FindArtifactAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Artifacts.FirstOrDefaultAsync(
            a => a.Id == id && EF.Property<DateTimeOffset?>(a, StorageColumns.DeletedAt) == null, cancellationToken);
    }

    public async Task<IReadOnlyList<RemovableMedia>> FindRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var uploads = await context.Uploads
            .Where(u => u.ExpiresAt <= now)
            .OrderBy(u => u.ExpiresAt)
            .Take(limit)
            .Select(u => new RemovableMedia(RemovableKind.Upload, u.Id, u.StoreKey))
            .ToListAsync(cancellationToken);
        var artifacts = await context.Artifacts
            .Where(a => EF.Property<DateTimeOffset?>(a, StorageColumns.DeletedAt) != null && EF.Property<DateTimeOffset?>(a, StorageColumns.SweptAt) == null)
            // Shared bytes stay while anything that is not deleted refers to them.
            .Where(a => !context.Artifacts.Any(other =>
                other.StoreKey == a.StoreKey && other.Id != a.Id && EF.Property<DateTimeOffset?>(other, StorageColumns.DeletedAt) == null))
            .OrderBy(a => EF.Property<DateTimeOffset?>(a, StorageColumns.DeletedAt))
            .Take(limit - uploads.Count)
            .Select(a => new RemovableMedia(RemovableKind.Artifact, a.Id, a.StoreKey))
            .ToListAsync(cancellationToken);
        return [.. uploads, .. artifacts];
    }

    public Task MarkRemovedAsync(IReadOnlyCollection<RemovableMedia> removed, CancellationToken cancellationToken)
    {
        var uploads = removed.Where(m => m.Kind == RemovableKind.Upload).Select(m => m.Id).ToList();
        var artifacts = removed.Where(m => m.Kind == RemovableKind.Artifact).Select(m => m.Id).ToList();
        DateTimeOffset? now = time.GetUtcNow();
        return writer.WriteAsync(
            async (context, token) =>
            {
                var count = await context.Uploads.Where(u => uploads.Contains(u.Id)).ExecuteDeleteAsync(token);
                return count + await context.Artifacts
                    .Where(a => artifacts.Contains(a.Id) && EF.Property<DateTimeOffset?>(a, StorageColumns.SweptAt) == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(a => EF.Property<DateTimeOffset?>(a, StorageColumns.SweptAt), now), token);
            },
            cancellationToken);
    }

    public async Task<IReadOnlySet<string>> KnownStoreKeysAsync(IReadOnlyCollection<string> storeKeys, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = context.Uploads.Where(u => storeKeys.Contains(u.StoreKey)).Select(u => u.StoreKey)
            .Concat(context.Artifacts
                .Where(a => storeKeys.Contains(a.StoreKey) && EF.Property<DateTimeOffset?>(a, StorageColumns.SweptAt) == null)
                .Select(a => a.StoreKey));
        return (await known.ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
    }
}
