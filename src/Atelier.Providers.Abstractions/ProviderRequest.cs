using System.Text.Json;

namespace Atelier.Providers;

/// <summary>
/// One submission, already validated against the catalogue's schema with defaults filled in. Input names are ours and the same for
/// every vendor; what only one model has stands beside them under the vendor's own name.
/// </summary>
public sealed record ProviderRequest
{
    /// <summary>Our id of the generation; a provider may send it to the vendor as an end-user reference, never as a secret.</summary>
    public required string GenerationId { get; init; }

    /// <summary>The vendor's own model name, as the catalogue gives it.</summary>
    public required string VendorModel { get; init; }

    /// <summary>Which of the vendor's routes serves the model, when the name alone does not tell; <see langword="null"/> otherwise.</summary>
    public string? Route { get; init; }

    /// <summary>What is to be made.</summary>
    public required Modality Modality { get; init; }

    /// <summary>The input object. Media names (<c>image</c>, <c>mask</c>, ...) hold our references here and must be read from <see cref="Media"/>.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The media of the input by input name; a name that takes several items lists them in order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MediaSource>> Media { get; init; } =
        new Dictionary<string, IReadOnlyList<MediaSource>>();

    /// <summary>What to do after an ambiguous fault.</summary>
    public SubmitPolicy SubmitPolicy { get; init; }

    /// <summary>How long one submission may take before it counts as timed out; <see langword="null"/> leaves the client's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Somebody who watches the result being made; <see langword="null"/> when nobody does.</summary>
    public ProviderPreviews? Previews { get; init; }

    /// <summary>The first media item under a name, or <see langword="null"/>.</summary>
    public MediaSource? FirstMedia(string name) =>
        Media.TryGetValue(name, out var items) && items.Count > 0 ? items[0] : null;
}
