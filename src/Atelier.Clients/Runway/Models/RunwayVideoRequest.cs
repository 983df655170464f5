using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>
/// A request for a video, from an image or from text alone. Which fields a model takes changes without a new API version, so names of
/// models and values are passed on as they are, and <see cref="More"/> carries the fields only some models have.
/// </summary>
public sealed record RunwayVideoRequest
{
    /// <summary>The model, such as <c>gen4_turbo</c> or <c>veo3.1</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What happens in the video. Its longest length, in UTF-16 units, depends on the model.</summary>
    public string? PromptText { get; init; }

    /// <summary>Images to start from (or to end with, or to refer to). Only for <c>image_to_video</c>.</summary>
    public IReadOnlyList<RunwayPromptImage>? PromptImage { get; init; }

    /// <summary>Width and height in pixels, such as <c>1280:720</c>; some models take names such as <c>16:9</c>.</summary>
    public string? Ratio { get; init; }

    /// <summary>Seconds.</summary>
    public int? Duration { get; init; }

    /// <summary>0 to 4,294,967,295; none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>Such as <c>1080p</c>, for models that take it in place of a ratio.</summary>
    public string? Resolution { get; init; }

    /// <summary>Whether the video has sound, for models that can.</summary>
    public bool? Audio { get; init; }

    /// <summary>What to avoid, for models that take it.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, such as <c>references</c> or <c>outputFormat</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>An image of a request.</summary>
/// <param name="Uri">An https URL, a <c>runway://</c> URI of an upload, or a data URI of at most 5,242,880 characters.</param>
/// <param name="Position"><c>first</c> or <c>last</c> frame; none for a reference.</param>
public sealed record RunwayPromptImage(string Uri, string? Position = null);
