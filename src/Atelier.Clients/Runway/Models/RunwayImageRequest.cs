using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for images.</summary>
public sealed record RunwayImageRequest : IRunwayRequest
{
    /// <summary>The model, such as <c>gen4_image</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What to draw; refers to a reference image as <c>@tag</c>.</summary>
    public required string PromptText { get; init; }

    /// <summary>Width and height in pixels, such as <c>1920:1080</c>.</summary>
    public required string Ratio { get; init; }

    /// <summary>Images to refer to.</summary>
    public IReadOnlyList<RunwayReferenceImage>? ReferenceImages { get; init; }

    /// <summary>0 to 4,294,967,295, for models that take it.</summary>
    public uint? Seed { get; init; }

    /// <summary>How many images, for models that take it.</summary>
    public int? OutputCount { get; init; }

    /// <summary>Such as <c>high</c>, for the gpt_image and grok models.</summary>
    public string? Quality { get; init; }

    /// <summary><c>transparent</c>, <c>opaque</c> or <c>auto</c>, for the gpt_image models.</summary>
    public string? Background { get; init; }

    /// <summary>Such as <c>png</c>, for the seedream and muse models.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>How strictly pictures of public figures are refused.</summary>
    public RunwayContentModeration? ContentModeration { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, such as <c>grounding</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        var limits = RunwayLimits.Of(endpoint, Model);
        RunwayCheck.Text(PromptText, "promptText", limits.MinPrompt, limits.MaxPrompt);
        limits.CheckReferences(ReferenceImages?.Count, null, null, "referenceImages");
        limits.CheckCount(OutputCount);
        RunwayCheck.MediaList(ReferenceImages?.Select(image => image.Uri), "referenceImages", "image");
    }
}

/// <summary>An image that a request refers to.</summary>
/// <param name="Uri">An https URL, a <c>runway://</c> URI of an upload, or a data URI.</param>
/// <param name="Tag">The name under which the prompt refers to it, 3 to 16 letters, digits and underscores.</param>
/// <param name="Subject"><c>human</c> or <c>object</c>, for the gemini models.</param>
public sealed record RunwayReferenceImage(string Uri, string? Tag = null, string? Subject = null);
