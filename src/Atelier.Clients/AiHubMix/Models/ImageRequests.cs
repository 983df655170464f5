using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Body of <c>POST /v1/images/generations</c>. Only <see cref="Model"/> and <see cref="Prompt"/> are required; what is left
/// <see langword="null"/> is not sent, so that the vendor's default applies.
/// </summary>
public sealed record CreateImageRequest
{
    /// <summary>Model id, such as <c>gpt-image-2</c> or <c>dall-e-3</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What to draw. GPT image models read up to 32,000 characters, DALL-E 3 up to 4,000.</summary>
    public required string Prompt { get; init; }

    /// <summary>How many pictures, 1 to 10; DALL-E 3 makes one. Vendor's default: 1.</summary>
    public int? N { get; init; }

    /// <summary>Pixels as <c>1024x1024</c>, or <c>auto</c>.</summary>
    public string? Size { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c>, <c>auto</c>; DALL-E 3: <c>standard</c> or <c>hd</c>.</summary>
    public string? Quality { get; init; }

    /// <summary>DALL-E 3 only: <c>vivid</c> or <c>natural</c>.</summary>
    public string? Style { get; init; }

    /// <summary>DALL-E only: <c>url</c> or <c>b64_json</c>. GPT image models always answer base64 and refuse this field.</summary>
    public string? ResponseFormat { get; init; }

    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>0 to 100, for JPEG and WebP.</summary>
    public int? OutputCompression { get; init; }

    /// <summary><c>auto</c>, <c>transparent</c> or <c>opaque</c>.</summary>
    public string? Background { get; init; }

    /// <summary><c>auto</c> or <c>low</c>.</summary>
    public string? Moderation { get; init; }

    /// <summary>FLUX only: 0 (strict) to 6.</summary>
    public int? SafetyTolerance { get; init; }

    /// <summary>
    /// 0 to 3 unfinished pictures to be shown; only for <see cref="AiHubMixClient.StreamImageAsync"/>. Vendor's default: 0.
    /// </summary>
    public int? PartialImages { get; init; }

    /// <summary>Set by the client: true for a picture made in view.</summary>
    [JsonInclude]
    internal bool? Stream { get; init; }

    /// <summary>A stable reference to the end user, free of personal data.</summary>
    public string? User { get; init; }
}

/// <summary>Parts of <c>POST /v1/images/edits</c>.</summary>
public sealed record EditImageRequest
{
    /// <summary>Model id, such as <c>gpt-image-2</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What to change.</summary>
    public required string Prompt { get; init; }

    /// <summary>
    /// One to sixteen pictures (PNG, WebP or JPEG, under 50 MB each). One is sent as <c>image</c>, several as <c>image[]</c>.
    /// </summary>
    public required IReadOnlyList<VendorFile> Images { get; init; }

    /// <summary>PNG whose transparent parts may change; applies to the first picture.</summary>
    public VendorFile? Mask { get; init; }

    /// <inheritdoc cref="CreateImageRequest.N"/>
    public int? N { get; init; }

    /// <inheritdoc cref="CreateImageRequest.Size"/>
    public string? Size { get; init; }

    /// <inheritdoc cref="CreateImageRequest.Quality"/>
    public string? Quality { get; init; }

    /// <summary><c>low</c> or <c>high</c>: how closely the input is kept.</summary>
    public string? InputFidelity { get; init; }

    /// <inheritdoc cref="CreateImageRequest.OutputFormat"/>
    public string? OutputFormat { get; init; }

    /// <inheritdoc cref="CreateImageRequest.OutputCompression"/>
    public int? OutputCompression { get; init; }

    /// <inheritdoc cref="CreateImageRequest.Background"/>
    public string? Background { get; init; }

    /// <summary>0 to 3 unfinished pictures to be shown; only for <see cref="AiHubMixClient.StreamImageEditAsync"/>.</summary>
    public int? PartialImages { get; init; }

    /// <summary><c>url</c> or <c>b64_json</c>; GPT image models always answer base64 and refuse this field.</summary>
    public string? ResponseFormat { get; init; }

    /// <inheritdoc cref="CreateImageRequest.User"/>
    public string? User { get; init; }
}
