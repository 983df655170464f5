namespace Atelier.Services.Artifacts;

/// <summary>
/// Keeps bytes under keys: files on disk or any S3-compatible store. Writes are streamed with constant memory, hashed on the way and appear
/// whole or not at all; bytes are kept exactly as given.
/// </summary>
public interface IArtifactStore
{
    /// <summary>For people and the health page, for example <c>files ./data/artifacts</c>. Holds no secret.</summary>
    string Description { get; }

    /// <summary>Stores a stream to its end; an object already under the key is replaced.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    /// <exception cref="IOException">The source broke off; nothing is left under the key.</exception>
    Task<StoredObject> PutAsync(string key, Stream content, string contentType, CancellationToken cancellationToken);

    /// <summary>Opens an object or a part of it; <see langword="null"/> when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    Task<StoredContent?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken);

    /// <summary>Removes an object. Returns <see langword="false"/> when there was none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    Task<bool> DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>All keys that begin with a prefix, in no particular order, with size and time of writing.</summary>
    IAsyncEnumerable<StoredEntry> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Whether the store can be reached and written, with the reason when not. Never throws for a store that is away.</summary>
    Task<StoreHealth> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What was stored.</summary>
public sealed record StoredObject(string Key, long Bytes, string Sha256);

/// <summary>Part of an object, both ends inclusive.</summary>
public readonly record struct ByteRange(long From, long To);

/// <summary>An open object; dispose it to free the connection or file.</summary>
public sealed record StoredContent(Stream Content, long TotalBytes, long ContentBytes) : IAsyncDisposable
{
    /// <inheritdoc />
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

/// <summary>One listed object.</summary>
public sealed record StoredEntry(string Key, long Bytes, DateTimeOffset WrittenAt);

/// <summary>Whether the store works.</summary>
public sealed record StoreHealth(bool IsHealthy, string? Problem);

/// <summary>The artifact store cannot be used right now; the operation may be tried again.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : IOException(message, innerException);
