namespace Atelier.Services.Artifacts.Media;

/// <summary>Reads the facts of something just stored, from what was tapped on the way and, where that does not suffice, from the store.</summary>
internal static class StoredMediaReader
{
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public static ValueTask<MediaFacts> ReadAsync(
        IArtifactStore store, StoredObject stored, string contentType, TappedStream tapped, CancellationToken cancellationToken)
    {
        var bytes = new MediaBytes(tapped.Head, tapped.Tail, stored.Bytes, (offset, count, token) => FetchAsync(store, stored.Key, offset, count, token));
        return MediaProbe.ReadAsync(contentType, bytes, cancellationToken);
    }

    private static async Task<byte[]> FetchAsync(IArtifactStore store, string key, long offset, int count, CancellationToken cancellationToken)
    {
        if (await store.OpenAsync(key, new ByteRange(offset, offset + count - 1), cancellationToken) is not { } part)
        {
            return [];
        }

        await using (part)
        {
            var buffer = new byte[count];
            var read = await part.Content.ReadAtLeastAsync(buffer, count, throwOnEndOfStream: false, cancellationToken);
            return buffer[..read];
        }
    }
}
