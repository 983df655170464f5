using Atelier.Services.Artifacts;

namespace Atelier.Services.Persistence;

/// <summary>The rows of uploads and artifacts; their bytes are the business of <see cref="IArtifactStore"/>.</summary>
public interface IMediaRecords
{
    /// <summary>Records an upload whose bytes are in the store. Returns after commit.</summary>
    Task AddUploadAsync(Upload upload, CancellationToken cancellationToken);

    /// <summary>Finds an upload that has not been removed; whether it has expired is for the caller to judge.</summary>
    Task<Upload?> FindUploadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Finds an artifact whose generation has not been deleted.</summary>
    Task<Artifact?> FindArtifactAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Media whose bytes may be removed: uploads that expired at or before <paramref name="now"/> and artifacts of deleted generations,
    /// oldest first. Each is listed until <see cref="MarkRemovedAsync"/> is told.
    /// </summary>
    /// <param name="now">The time against which expiry is judged.</param>
    /// <param name="limit">At most this many, from 1.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<IReadOnlyList<RemovableMedia>> FindRemovableAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Records that the bytes are gone: uploads lose their row, artifacts keep theirs for the statement. Safe to repeat.</summary>
    Task MarkRemovedAsync(IReadOnlyCollection<RemovableMedia> removed, CancellationToken cancellationToken);

    /// <summary>
    /// Which of these store keys belong to a recorded upload or to an artifact whose bytes have not been removed. What is in the store
    /// but not here, and older than any write under way, is an orphan.
    /// </summary>
    Task<IReadOnlySet<string>> KnownStoreKeysAsync(IReadOnlyCollection<string> storeKeys, CancellationToken cancellationToken);
}

/// <summary>Something stored whose bytes may be removed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="StoreKey">Where the store keeps it.</param>
public sealed record RemovableMedia(RemovableKind Kind, string Id, string StoreKey);

/// <summary>What removable media is.</summary>
public enum RemovableKind
{
    /// <summary>An expired upload.</summary>
    Upload = 1,

    /// <summary>An artifact of a deleted generation.</summary>
    Artifact = 2,
}
