using Atelier.Services.Accounts;
using Atelier.Services.Artifacts.Media;
using Atelier.Services.Artifacts.Storage;
using Atelier.Services.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Artifacts;

/// <summary>Stores inputs: what they are is read from their bytes, and what is broken, too large or of no use is refused.</summary>
internal sealed partial class UploadService(
    IArtifactStore store, IMediaRecords records, IdFactory ids, IOptions<ArtifactOptions> options, TimeProvider time, ILogger<UploadService> logger)
    : IUploadService
{
    private const int LongestFileName = 255;

    public long MaxBytes => options.Value.MaxUploadBytes;

    public Task<Result<Upload>> CreateAsync(Caller caller, Stream content, string? fileName, CancellationToken cancellationToken) =>
        CreateAsync(caller, content, fileName, MaxBytes, cancellationToken);

    public async Task<Result<Upload>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var upload = IdFactory.IsWellFormed(id, IdPrefixes.Upload) ? await records.FindUploadAsync(id, cancellationToken) : null;
        return upload is not null && upload.UserId == caller.UserId && upload.Book == caller.Book && upload.ExpiresAt > time.GetUtcNow()
            ? upload
            : ArtifactErrors.NotFound("upload", id);
    }

    public async Task DiscardAsync(Caller caller, Upload upload, CancellationToken cancellationToken)
    {
        if (upload.UserId == caller.UserId)
        {
            await records.MarkRemovedAsync([new RemovableMedia(RemovableKind.Upload, upload.Id, upload.StoreKey)], cancellationToken);
            await DiscardAsync(upload.StoreKey);
        }
    }

    public async Task<Result<StoredContent>> OpenAsync(Upload upload, ByteRange? range, CancellationToken cancellationToken)
    {
        try
        {
            return await store.OpenAsync(upload.StoreKey, range, cancellationToken) is { } content
                ? content
                : ArtifactErrors.NotFound("upload", upload.Id);
        }
        catch (StoreUnavailableException exception)
        {
            LogStoreAway(exception, upload.Id);
            return ArtifactErrors.StoreAway();
        }
    }

    /// <summary>As the public one, with a limit of the caller's model.</summary>
    internal async Task<Result<Upload>> CreateAsync(
        Caller caller, Stream content, string? fileName, long maxBytes, CancellationToken cancellationToken)
    {
        await using var tapped = new TappedStream(content, Math.Min(maxBytes, MaxBytes));
        var head = await tapped.PeekAsync(cancellationToken);
        if (head.IsEmpty)
        {
            return ArtifactErrors.Empty();
        }

        var contentType = MediaSniffer.Detect(head.Span);
        if (contentType is null || !MediaFormats.Uploadable.Contains(contentType))
        {
            return ArtifactErrors.Unsupported(contentType);
        }

        try
        {
            return await StoreAsync(caller, tapped, contentType, CleanName(fileName), cancellationToken);
        }
        catch (TooLongException exception)
        {
            return ArtifactErrors.TooLarge(exception.Limit);
        }
        catch (StoreUnavailableException exception)
        {
            LogStoreAway(exception, "(new)");
            return ArtifactErrors.StoreAway();
        }
    }

    private static string? CleanName(string? fileName)
    {
        var name = new string([.. (fileName ?? string.Empty)[((fileName ?? string.Empty).LastIndexOfAny(['/', '\\']) + 1)..].Where(character => !char.IsControl(character))]);
        return name.Length == 0 ? null : name.Length <= LongestFileName ? name : name[^LongestFileName..];
    }

    /// <summary>MP4 and WebM are named as videos by their first bytes, also when they hold a recording only.</summary>
    private static string Refine(string contentType, MediaFacts facts) => (contentType, facts.HasVideo) switch
    {
        ("video/mp4", false) => "audio/mp4",
        ("video/webm", false) => "audio/webm",
        _ => contentType,
    };

    private async Task<Result<Upload>> StoreAsync(
        Caller caller, TappedStream content, string sniffed, string? fileName, CancellationToken cancellationToken)
    {
        var id = ids.New(IdPrefixes.Upload);
        var now = time.GetUtcNow();
        var key = StoreLayout.UploadKey(caller.Book, now, id, MediaFormats.ExtensionOf(sniffed));
        var stored = await store.PutAsync(key, content, sniffed, cancellationToken);
        try
        {
            var facts = await StoredMediaReader.ReadAsync(store, stored, sniffed, content, cancellationToken);
            var contentType = Refine(sniffed, facts);
            if (Judge(contentType, facts) is { } error)
            {
                await store.DeleteAsync(key, cancellationToken);
                return error;
            }

            var upload = new Upload
            {
                Id = id,
                UserId = caller.UserId,
                Book = caller.Book,
                ContentType = contentType,
                FileName = fileName,
                Bytes = stored.Bytes,
                Sha256 = stored.Sha256,
                Width = facts.Width,
                Height = facts.Height,
                DurationSeconds = facts.DurationSeconds,
                StoreKey = key,
                CreatedAt = now,
                ExpiresAt = now + options.Value.UploadLifetime,
            };
            await records.AddUploadAsync(upload, cancellationToken);
            LogStored(id, contentType, stored.Bytes);
            return upload;
        }
        catch
        {
            await DiscardAsync(key);
            throw;
        }
    }

    private ServiceError? Judge(string contentType, MediaFacts facts)
    {
        if (MediaFormats.ClassOf(contentType) != "image")
        {
            return facts.IsTruncated ? ArtifactErrors.Broken(contentType) : null;
        }

        return facts switch
        {
            { Pixels: null } or { IsTruncated: true } => ArtifactErrors.NotAnImage(contentType),
            { Pixels: { } pixels } when pixels > options.Value.MaxUploadPixels =>
                ArtifactErrors.TooManyPixels(facts.Width, facts.Height, options.Value.MaxUploadPixels),

            // Each frame has all the pixels again, and no model takes more than one.
            { IsAnimated: true } => ArtifactErrors.Animated(contentType),
            _ => null,
        };
    }

    /// <summary>The caller may have gone; what cannot be removed now is found by the sweeper.</summary>
    private async Task DiscardAsync(string key)
    {
        try
        {
            await store.DeleteAsync(key, CancellationToken.None);
        }
        catch (StoreUnavailableException exception)
        {
            LogLeftBehind(exception, key);
        }
    }
}
