using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Catalogue;
using Atelier.Services.Generations;

namespace Atelier.Services.Artifacts;

/// <summary>Turns the media references of an input into stored uploads, and back into openable sources.</summary>
public interface IMediaResolver
{
    /// <summary>
    /// Replaces each media reference (upload id, artifact id, https URL, data URI) by the id of something stored that belongs to the caller,
    /// storing URLs and data URIs as uploads, and checks class, size and pixels against the model's rules.
    /// </summary>
    Task<Result<ResolvedInput>> ResolveAsync(Caller caller, ModelEntry model, JsonElement input, CancellationToken cancellationToken);

    /// <summary>Opens the media of an accepted generation for its provider. Names are those of the model's media inputs.</summary>
    /// <exception cref="MediaUnavailableException">A stored input is gone.</exception>
    Task<IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>> OpenAsync(Generation generation, CancellationToken cancellationToken);
}

/// <summary>An input whose media references are ids of stored things.</summary>
/// <param name="Input">The input.</param>
/// <param name="Media">The stored things by input name. An artifact used as input appears as an upload with the artifact's id.</param>
public sealed record ResolvedInput(JsonElement Input, IReadOnlyDictionary<string, IReadOnlyList<Upload>> Media);

/// <summary>Copies a vendor's media into the artifact store.</summary>
public interface IArtifactWriter
{
    /// <summary>
    /// Streams the media into the store under a key derived from the generation and the index (so that doing it again replaces it), and
    /// reads type, pixels and length from the bytes.
    /// </summary>
    /// <exception cref="MediaUnavailableException">The media could not be read to its end, or is empty.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    Task<Artifact> StoreAsync(Generation generation, int index, MediaSource media, CancellationToken cancellationToken);
}

/// <summary>Reads artifacts for their owners.</summary>
public interface IArtifactService
{
    /// <summary>Finds one of the caller's artifacts; operators find any. Somebody else's is not found.</summary>
    Task<Result<Artifact>> FindAsync(Caller caller, string id, CancellationToken cancellationToken);

    /// <summary>Opens its content or a part of it.</summary>
    Task<Result<StoredContent>> OpenAsync(Artifact artifact, ByteRange? range, CancellationToken cancellationToken);
}

/// <summary>Stores inputs.</summary>
public interface IUploadService
{
    /// <summary>Largest upload, in bytes.</summary>
    long MaxBytes { get; }

    /// <summary>Stores a stream as an upload; its type is read from the bytes, not from what the caller says.</summary>
    Task<Result<Upload>> CreateAsync(Caller caller, Stream content, string? fileName, CancellationToken cancellationToken);

    /// <summary>Removes an upload that nothing uses, at once; what cannot be removed now is left to the sweeper.</summary>
    Task DiscardAsync(Caller caller, Upload upload, CancellationToken cancellationToken);

    /// <summary>Finds one of the caller's uploads.</summary>
    Task<Result<Upload>> FindAsync(Caller caller, string id, CancellationToken cancellationToken);

    /// <summary>Opens its content or a part of it.</summary>
    Task<Result<StoredContent>> OpenAsync(Upload upload, ByteRange? range, CancellationToken cancellationToken);
}
