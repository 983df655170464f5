using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>
/// A request for a video, from an image or from text alone. Which fields a model takes changes without a new API version, so names of
/// models and values are passed on as they are, and <see cref="More"/> carries the fields only some models have.
/// </summary>
public sealed record RunwayVideoRequest : IRunwayRequest
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

    /// <summary>Pictures to refer to, for <c>text_to_video</c>.</summary>
    public IReadOnlyList<RunwayMediaReference>? References { get; init; }

    /// <summary>Videos to refer to, 15 seconds together (30 for <c>seedance2_5</c>).</summary>
    public IReadOnlyList<RunwayMediaReference>? ReferenceVideos { get; init; }

    /// <summary>Recordings to refer to, 15 seconds together (30 for <c>seedance2_5</c>).</summary>
    public IReadOnlyList<RunwayMediaReference>? ReferenceAudio { get; init; }

    /// <summary>Such as <c>mp4</c> (the default), <c>prores</c> or <c>hdr10</c>, for <c>gen4.5</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Such as <c>422 HQ</c>; only with a ProRes format.</summary>
    public string? ProresProfile { get; init; }

    /// <summary>How strictly pictures of public figures are refused.</summary>
    public RunwayContentModeration? ContentModeration { get; init; }

    /// <summary><c>disabled</c>, <c>balanced</c> (the default) or <c>quality</c>, for <c>h3_max</c>.</summary>
    public string? PromptExpansionMode { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds; and <c>duration</c> as <c>auto</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        var limits = RunwayVideoLimits.Of(endpoint, Model);
        RunwayVideoCheck.Text(PromptText, More, limits, Model);
        RunwayVideoCheck.Shape(Ratio, Resolution, Duration, More, limits, Model);
        RunwayVideoCheck.Format(OutputFormat, ProresProfile, limits);
        RunwayVideoCheck.References(References, ReferenceVideos, ReferenceAudio, limits);
        RunwayCheck.Among(PromptExpansionMode, "promptExpansionMode", ["disabled", "balanced", "quality"]);
        RunwayCheck.Among(ContentModeration?.PublicFigureThreshold, "contentModeration", RunwayContentModeration.Thresholds);
        if (endpoint == "image_to_video")
        {
            RunwayCheck.Given(PromptImage, More, "promptImage", Model);
            RunwayVideoCheck.Frames(PromptImage, limits);
            RunwayVideoCheck.WanFrames(Model, PromptImage, Ratio);
        }
        else
        {
            RunwayCheck.Require(PromptImage is null, "promptImage", "be left out of text_to_video");
            RunwayVideoCheck.Grok(Model, References, ReferenceAudio, Resolution);
        }
    }
}

/// <summary>An image of a request.</summary>
/// <param name="Uri">An https URL, a <c>runway://</c> URI of an upload, or a data URI of at most 5,242,880 characters.</param>
/// <param name="Position"><c>first</c> or <c>last</c> frame; none for a reference.</param>
public sealed record RunwayPromptImage(string Uri, string? Position = null);
