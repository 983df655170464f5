using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Catalogue;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Artifacts;

/// <summary>Turns media references into stored things and back.</summary>
internal sealed class MediaResolver(
    UploadService uploads,
    IMediaRecords records,
    IMediaFetcher fetcher,
    IArtifactStore store,
    IModelCatalogue catalogue,
    IOptions<ArtifactOptions> options) : IMediaResolver
{
    // For a generation whose model has left the catalogue since it was accepted.
    private static readonly string[] UsualNames = ["image", "last_image", "mask", "video", "audio"];

    public async Task<Result<ResolvedInput>> ResolveAsync(Caller caller, ModelEntry model, JsonElement input, CancellationToken cancellationToken)
    {
        var media = new Dictionary<string, IReadOnlyList<Upload>>(StringComparer.Ordinal);
        var made = new List<Upload>();
        foreach (var (name, rule) in model.MediaInputs.Where(item => input.TryGetProperty(item.Key, out _)))
        {
            var stored = await ResolveAsync(caller, rule, References(input.GetProperty(name)), rule.Many, $"input.{name}", made, cancellationToken);
            if (!stored.IsOk)
            {
                await DiscardAsync(caller, made, cancellationToken);
                return stored.Error;
            }

            media[name] = stored.Value;
        }

        return new ResolvedInput(media.Count == 0 ? input : WithIds(input, media), media);
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>> OpenAsync(Generation generation, CancellationToken cancellationToken)
    {
        var media = new Dictionary<string, IReadOnlyList<MediaSource>>(StringComparer.Ordinal);
        IEnumerable<string> names = catalogue.Find(generation.MadeBy)?.MediaInputs.Keys ?? UsualNames;
        foreach (var name in names)
        {
            if (!generation.VendorInput.TryGetProperty(name, out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
            {
                continue;
            }

            var sources = new List<MediaSource>();
            foreach (var id in References(value))
            {
                var stored = await FindStoredAsync(generation.UserId, id, cancellationToken);
                sources.Add(new StoredMediaSource(store, stored ?? throw StoredMediaSource.Gone(id)));
            }

            media[name] = sources;
        }

        return media;
    }

    private static List<string> References(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(item => item.GetString() ?? string.Empty)]
        : [value.GetString() ?? string.Empty];

    private static JsonElement WithIds(JsonElement input, Dictionary<string, IReadOnlyList<Upload>> media)
    {
        var members = JsonObject.Create(input)!;
        foreach (var (name, stored) in media)
        {
            members[name] = input.GetProperty(name).ValueKind == JsonValueKind.Array
                ? new JsonArray([.. stored.Select(item => JsonValue.Create(item.Id))])
                : JsonValue.Create(stored[0].Id);
        }

        return JsonSerializer.SerializeToElement(members, CatalogueJson.Default.JsonObject);
    }

    private static Upload AsUpload(Artifact artifact) => new()
    {
        Id = artifact.Id,
        UserId = artifact.UserId,
        Book = artifact.Book,
        ContentType = artifact.ContentType,
        Bytes = artifact.Bytes,
        Sha256 = artifact.Sha256,
        Width = artifact.Width,
        Height = artifact.Height,
        DurationSeconds = artifact.DurationSeconds,
        StoreKey = artifact.StoreKey,
        CreatedAt = artifact.CreatedAt,
        ExpiresAt = DateTimeOffset.MaxValue,
    };

    /// <summary>What was stored for a request that is refused is of no use to anybody.</summary>
    private async Task DiscardAsync(Caller caller, List<Upload> made, CancellationToken cancellationToken)
    {
        foreach (var upload in made)
        {
            await uploads.DiscardAsync(caller, upload, cancellationToken);
        }
    }

    private async Task<Result<IReadOnlyList<Upload>>> ResolveAsync(
        Caller caller, MediaInputRule rule, List<string> references, bool many, string field, List<Upload> made, CancellationToken cancellationToken)
    {
        var stored = new List<Upload>(references.Count);
        for (var i = 0; i < references.Count; i++)
        {
            var place = many ? $"{field}[{i}]" : field;
            var one = await ResolveOneAsync(caller, rule, references[i], cancellationToken);
            if (!one.IsOk)
            {
                return one.Error with { Field = place };
            }

            if (one.Value.Id != references[i])
            {
                made.Add(one.Value);
            }

            if (MediaRules.Check(rule, one.Value, place) is { } problem)
            {
                return problem;
            }

            stored.Add(one.Value);
        }

        return stored;
    }

    private async Task<Result<Upload>> ResolveOneAsync(Caller caller, MediaInputRule rule, string text, CancellationToken cancellationToken)
    {
        switch (MediaReference.Parse(text))
        {
            case { Kind: MediaReferenceKind.Upload }:
                return await uploads.FindAsync(caller, text, cancellationToken);
            case { Kind: MediaReferenceKind.Artifact }:
                var artifact = await records.FindArtifactAsync(text, cancellationToken);
                return artifact is not null && artifact.UserId == caller.UserId && artifact.Book == caller.Book
                    ? AsUpload(artifact)
                    : ArtifactErrors.NotFound("artifact", text);
            case { Kind: MediaReferenceKind.Url }:
                return await FetchAsync(caller, rule, new Uri(text), cancellationToken);
            case { Kind: MediaReferenceKind.DataUri }:
                return await DecodeAsync(caller, rule, text, cancellationToken);
            default:
                return new ServiceError(
                    ErrorKind.Invalid, "malformed", "It must be an upload id (upl_...), an artifact id (art_...), an https URL or a base64 data URI.");
        }
    }

    private async Task<Result<Upload>> FetchAsync(Caller caller, MediaInputRule rule, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var limit = Limit(rule);
            await using var media = fetcher.FromUrl(url, limit);
            await using var content = await media.OpenAsync(cancellationToken);
            return await uploads.CreateAsync(caller, content, media.FileName, limit, cancellationToken);
        }
        catch (MediaUnavailableException exception)
        {
            return new ServiceError(ErrorKind.Invalid, "media_unavailable", $"{exception.Failure.Message} Upload the file instead, or give another URL.")
            {
                RetryAfter = exception.Failure.RetryAfter,
            };
        }
    }

    private async Task<Result<Upload>> DecodeAsync(Caller caller, MediaInputRule rule, string text, CancellationToken cancellationToken)
    {
        if (DataUri.DecodedLength(text) > Limit(rule) + 3)
        {
            return ArtifactErrors.TooLarge(Limit(rule));
        }

        if (DataUri.Decode(text) is not { } bytes)
        {
            return new ServiceError(ErrorKind.Invalid, "malformed", "The data URI does not hold valid base64, or holds nothing.");
        }

        await using var content = new MemoryStream(bytes, writable: false);
        return await uploads.CreateAsync(caller, content, null, Limit(rule), cancellationToken);
    }

    private long Limit(MediaInputRule rule) => Math.Min(rule.MaxBytes, options.Value.MaxUploadBytes);

    /// <summary>Whether the caller may use it was decided at acceptance; the owner is compared again all the same.</summary>
    private async Task<Upload?> FindStoredAsync(string userId, string id, CancellationToken cancellationToken)
    {
        var stored = IdFactory.IsWellFormed(id, IdPrefixes.Artifact)
            ? await records.FindArtifactAsync(id, cancellationToken) is { } artifact ? AsUpload(artifact) : null
            : await records.FindUploadAsync(id, cancellationToken);
        return stored?.UserId == userId ? stored : null;
    }
}
