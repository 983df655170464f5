using Atelier.Providers;
using Atelier.Services.Artifacts.Media;
using Atelier.Services.Artifacts.Storage;
using Atelier.Services.Generations;

namespace Atelier.Services.Artifacts;

/// <summary>Copies a vendor's media into the store.</summary>
internal sealed class ArtifactWriter(IArtifactStore store, IdFactory ids, TimeProvider time) : IArtifactWriter
{
    private const string ResultKind = "result";

    public async Task<Artifact> StoreAsync(Generation generation, int index, MediaSource media, CancellationToken cancellationToken)
    {
        await using var source = new VendorStream(await media.OpenAsync(cancellationToken), media.Length);
        await using var tapped = new TappedStream(source);
        var head = await tapped.PeekAsync(cancellationToken);
        if (head.IsEmpty)
        {
            throw VendorStream.Broken("The vendor's result is empty.");
        }

        var contentType = MediaFormats.Decide(MediaSniffer.Detect(head.Span), media.ContentType);
        var key = StoreLayout.ArtifactKey(generation, index, MediaFormats.ExtensionOf(contentType));
        var stored = await store.PutAsync(key, tapped, contentType, cancellationToken);
        var facts = await StoredMediaReader.ReadAsync(store, stored, contentType, tapped, cancellationToken);
        return new Artifact
        {
            Id = ids.New(IdPrefixes.Artifact),
            GenerationId = generation.Id,
            UserId = generation.UserId,
            Book = generation.Book,
            Index = index,
            Kind = ResultKind,
            ContentType = contentType,
            Bytes = stored.Bytes,
            Sha256 = stored.Sha256,
            Width = facts.Width ?? media.Width,
            Height = facts.Height ?? media.Height,
            DurationSeconds = facts.DurationSeconds ?? media.DurationSeconds,
            StoreKey = key,
            CreatedAt = time.GetUtcNow(),
        };
    }
}
