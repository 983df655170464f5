using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for a video made from another one.</summary>
public sealed record RunwayVideoToVideoRequest : IRunwayRequest
{
    /// <summary>The model, such as <c>aleph2</c> or <c>seedance2_5</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What to change or to make. Its longest length, in UTF-16 units, depends on the model.</summary>
    public string? PromptText { get; init; }

    /// <summary>The video, for <c>aleph2</c> and the gemini models.</summary>
    public string? VideoUri { get; init; }

    /// <summary>The video, for the hailuo and seedance models.</summary>
    public string? PromptVideo { get; init; }

    /// <summary><c>reference</c>, <c>extend</c> or <c>edit</c>, for models that have them.</summary>
    public string? Mode { get; init; }

    /// <summary>1 to 5 pictures that tell how moments of the video shall look, for <c>aleph2</c>.</summary>
    public IReadOnlyList<RunwayKeyframe>? Keyframes { get; init; }

    /// <summary>Such as <c>16:9</c>, for <c>aleph2</c>.</summary>
    public string? TargetAspectRatio { get; init; }

    /// <summary>Width and height in pixels, such as <c>1280:720</c>; some models take names such as <c>16:9</c>.</summary>
    public string? Ratio { get; init; }

    /// <summary>Such as <c>768p</c>, for models that take it.</summary>
    public string? Resolution { get; init; }

    /// <summary>Seconds.</summary>
    public int? Duration { get; init; }

    /// <summary>Whether the video has sound, for models that can.</summary>
    public bool? Audio { get; init; }

    /// <summary>Pictures to refer to.</summary>
    public IReadOnlyList<RunwayMediaReference>? References { get; init; }

    /// <summary>Further videos to refer to; their <c>type</c> is <c>video</c>.</summary>
    public IReadOnlyList<RunwayMediaReference>? ReferenceVideos { get; init; }

    /// <summary>Recordings to refer to; their <c>type</c> is <c>audio</c>.</summary>
    public IReadOnlyList<RunwayMediaReference>? ReferenceAudio { get; init; }

    /// <summary>Such as <c>mp4</c> (the default), <c>prores</c> or <c>png_sequence</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Such as <c>422 HQ</c>; only with a ProRes format.</summary>
    public string? ProresProfile { get; init; }

    /// <summary>0 to 4,294,967,295; none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>How strictly pictures of public figures are refused.</summary>
    public RunwayContentModeration? ContentModeration { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        var limits = RunwayVideoLimits.Of(endpoint, Model);
        RunwayVideoCheck.Text(PromptText, More, limits, Model);
        RunwayVideoCheck.Shape(Ratio, Resolution, Duration, More, limits, Model);
        RunwayVideoCheck.Format(OutputFormat, ProresProfile, limits);
        RunwayVideoCheck.References(References, ReferenceVideos, ReferenceAudio, limits);
        RunwayCheck.Among(TargetAspectRatio, "targetAspectRatio", RunwayRatios.Target);
        RunwayCheck.Among(ContentModeration?.PublicFigureThreshold, "contentModeration", RunwayContentModeration.Thresholds);
        RunwaySourceCheck.Video(VideoUri, PromptVideo, More, limits, Model);
        RunwaySourceCheck.Mode(this);
        RunwaySourceCheck.Keyframes(Keyframes);
    }
}

/// <summary>A picture that tells how a moment of a video shall look.</summary>
/// <param name="Uri">An https URL, a <c>runway://</c> URI of an upload, or a data URI.</param>
/// <param name="Seconds">The moment in seconds from the start; this or <paramref name="At"/>.</param>
/// <param name="At">The moment as a part of the whole, 0 to 1; this or <paramref name="Seconds"/>.</param>
/// <param name="Range">The part of the video it governs; given for all keyframes or for none.</param>
public sealed record RunwayKeyframe(string Uri, double? Seconds = null, double? At = null, RunwayRange? Range = null);

/// <summary>A part of a video, in whole seconds.</summary>
public sealed record RunwayRange(
    [property: JsonPropertyName("start_seconds")] int StartSeconds, [property: JsonPropertyName("end_seconds")] int EndSeconds);

/// <summary>Media that a request refers to.</summary>
/// <param name="Uri">An https URL, a <c>runway://</c> URI of an upload, or a data URI.</param>
/// <param name="Type"><c>image</c>, <c>video</c> or <c>audio</c> where the vendor wants it said; none for pictures.</param>
public sealed record RunwayMediaReference(
    [property: JsonPropertyOrder(1)] string Uri, [property: JsonPropertyOrder(0)] string? Type = null)
{
    /// <summary>A recording.</summary>
    public static RunwayMediaReference Audio(string uri) => new(uri, "audio");

    /// <summary>A picture, where the vendor wants its kind said.</summary>
    public static RunwayMediaReference Image(string uri) => new(uri, "image");

    /// <summary>A video.</summary>
    public static RunwayMediaReference Video(string uri) => new(uri, "video");
}

/// <summary>How strictly content is moderated.</summary>
/// <param name="PublicFigureThreshold"><c>auto</c>, the default, or <c>low</c>.</param>
public sealed record RunwayContentModeration(string PublicFigureThreshold)
{
    internal static readonly string[] Thresholds = ["auto", "low"];
}
