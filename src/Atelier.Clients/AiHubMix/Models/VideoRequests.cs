using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Body of <c>POST /v1/videos</c>. The gateway passes it through, so each family of models has its own record with the field names
/// and JSON types its vendor insists on.
/// </summary>
public abstract record CreateVideoRequest
{
    private protected CreateVideoRequest()
    {
    }

    /// <summary>Model id, such as <c>wan2.6-t2v</c>.</summary>
    [JsonPropertyOrder(-2)]
    public required string Model { get; init; }
}

/// <summary>Sora: seconds as text, the picture as an object or as a file.</summary>
public sealed record SoraVideoRequest : CreateVideoRequest
{
    /// <summary>What to show.</summary>
    public required string Prompt { get; init; }

    /// <summary><c>4</c>, <c>8</c> or <c>12</c>; sent as a string. Vendor's default: 4.</summary>
    public string? Seconds { get; init; }

    /// <summary><c>720x1280</c> (vendor's default), <c>1280x720</c>, <c>1024x1792</c> or <c>1792x1024</c>.</summary>
    public string? Size { get; init; }

    /// <summary>The first frame as URL or data URL. Not together with <see cref="ReferenceFile"/>.</summary>
    public VideoReference? InputReference { get; init; }

    /// <summary>The first frame as a file (JPEG, PNG or WebP); the whole request then goes as <c>multipart/form-data</c>.</summary>
    [JsonIgnore]
    public VendorFile? ReferenceFile { get; init; }
}

/// <summary>A picture told by its address.</summary>
/// <param name="ImageUrl">https URL or data URL, at most about 20 million characters.</param>
public sealed record VideoReference(string ImageUrl);

/// <summary>Veo: seconds as a number, a pixel size, never an aspect ratio. It takes no picture on this gateway.</summary>
public sealed record VeoVideoRequest : CreateVideoRequest
{
    /// <summary>What to show.</summary>
    public required string Prompt { get; init; }

    /// <summary>4, 6 or 8; sent as a number. Vendor's default: 8.</summary>
    public int? Seconds { get; init; }

    /// <summary>
    /// <c>1280x720</c>, <c>720x1280</c>, <c>1920x1080</c>, <c>1080x1920</c>, or a class such as <c>720p</c> (always landscape).
    /// </summary>
    public string? Size { get; init; }

    /// <summary>Whether the video gets sound, where the model can.</summary>
    public bool? GenerateAudio { get; init; }

    /// <summary>Seed for a repeatable video.</summary>
    public long? Seed { get; init; }
}

/// <summary>Wan up to 2.6, Wan 2.7 text to video, and Jimeng: flat fields, the picture as plain text.</summary>
public sealed record WanVideoRequest : CreateVideoRequest
{
    /// <summary>What to show.</summary>
    public required string Prompt { get; init; }

    /// <summary>Length in seconds; sent as a string. 5 or 10 for most models, 2 to 15 for the newest.</summary>
    public string? Seconds { get; init; }

    /// <summary>Pixels as <c>1280x720</c>.</summary>
    public string? Size { get; init; }

    /// <summary>The first frame as URL or data URL, for the image-to-video models.</summary>
    public string? InputReference { get; init; }
}

/// <summary>Wan 2.7 image to video and HappyHorse, in the form of Alibaba's DashScope.</summary>
public sealed record DashScopeVideoRequest : CreateVideoRequest
{
    /// <summary>Prompt and frames.</summary>
    public required DashScopeInput Input { get; init; }

    /// <summary>How to make the video.</summary>
    public DashScopeParameters? Parameters { get; init; }
}

/// <summary>What a DashScope model reads.</summary>
public sealed record DashScopeInput
{
    /// <summary>What to show.</summary>
    public required string Prompt { get; init; }

    /// <summary>First and last frame.</summary>
    public IReadOnlyList<DashScopeMedia>? Media { get; init; }
}

/// <summary>A frame given to a DashScope model.</summary>
/// <param name="Type"><c>first_frame</c> or <c>last_frame</c>.</param>
/// <param name="Url">https URL or data URL.</param>
public sealed record DashScopeMedia(string Type, string Url)
{
    /// <summary>The first frame.</summary>
    public static DashScopeMedia FirstFrame(string url) => new("first_frame", url);

    /// <summary>The last frame.</summary>
    public static DashScopeMedia LastFrame(string url) => new("last_frame", url);
}

/// <summary>How a DashScope model makes the video.</summary>
public sealed record DashScopeParameters
{
    /// <summary><c>720P</c> or <c>1080P</c>.</summary>
    public string? Resolution { get; init; }

    /// <summary>Length in seconds, 2 to 15.</summary>
    public int? Duration { get; init; }

    /// <summary>Such as <c>16:9</c>, where there is no first frame to take it from.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Whether the vendor rewrites the prompt.</summary>
    public bool? PromptExtend { get; init; }

    /// <summary>Whether the vendor stamps its mark.</summary>
    public bool? Watermark { get; init; }

    /// <summary>Seed for a repeatable video.</summary>
    public long? Seed { get; init; }
}

/// <summary>Seedance: content items with roles, length and resolution as their own fields.</summary>
public sealed record SeedanceVideoRequest : CreateVideoRequest
{
    /// <summary>What to show.</summary>
    public required string Prompt { get; init; }

    /// <summary>Length in seconds, sent as a number.</summary>
    public int? Duration { get; init; }

    /// <summary>The prompt again and the frames.</summary>
    public IReadOnlyList<SeedanceContent>? Content { get; init; }

    /// <summary><c>480p</c>, <c>720p</c> or <c>1080p</c>.</summary>
    public string? Resolution { get; init; }

    /// <summary>Such as <c>16:9</c>.</summary>
    public string? Ratio { get; init; }

    /// <summary>Whether the vendor stamps its mark.</summary>
    public bool? Watermark { get; init; }

    /// <summary>Seed for a repeatable video.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether the camera stands still.</summary>
    public bool? CameraFixed { get; init; }

    /// <summary>Whether the video gets sound, where the model can.</summary>
    public bool? GenerateAudio { get; init; }
}

/// <summary>One content item of a Seedance request.</summary>
public sealed record SeedanceContent
{
    /// <summary><c>text</c>, <c>image_url</c>, <c>video_url</c> or <c>audio_url</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The prompt, for <c>text</c>.</summary>
    public string? Text { get; init; }

    /// <summary>The picture, for <c>image_url</c>.</summary>
    public SeedanceUrl? ImageUrl { get; init; }

    /// <summary>The video, for <c>video_url</c>.</summary>
    public SeedanceUrl? VideoUrl { get; init; }

    /// <summary>The recording, for <c>audio_url</c>.</summary>
    public SeedanceUrl? AudioUrl { get; init; }

    /// <summary>
    /// <c>first_frame</c>, <c>last_frame</c>, <c>reference_image</c>, <c>reference_video</c> or <c>reference_audio</c>.
    /// </summary>
    public string? Role { get; init; }

    /// <summary>The prompt as an item.</summary>
    public static SeedanceContent OfText(string text) => new() { Type = "text", Text = text };

    /// <summary>A picture in a role.</summary>
    public static SeedanceContent OfImage(string url, string role) =>
        new() { Type = "image_url", ImageUrl = new SeedanceUrl(url), Role = role };

    /// <summary>A video to follow.</summary>
    public static SeedanceContent OfVideo(string url) =>
        new() { Type = "video_url", VideoUrl = new SeedanceUrl(url), Role = "reference_video" };

    /// <summary>A recording to follow.</summary>
    public static SeedanceContent OfAudio(string url) =>
        new() { Type = "audio_url", AudioUrl = new SeedanceUrl(url), Role = "reference_audio" };
}

/// <summary>The address of a Seedance picture, video or recording.</summary>
/// <param name="Url">https URL or data URL.</param>
public sealed record SeedanceUrl(string Url);

/// <summary>Kling: first and last picture and pictures to refer to, each under a name of its own.</summary>
public sealed record KlingVideoRequest : CreateVideoRequest
{
    /// <summary>What to show.</summary>
    public required string Prompt { get; init; }

    /// <summary>Length in seconds; sent as a string.</summary>
    public string? Seconds { get; init; }

    /// <summary>Pixels as <c>1280x720</c>.</summary>
    public string? Size { get; init; }

    /// <summary>The first frame as URL or data URL.</summary>
    public string? Image { get; init; }

    /// <summary>The last frame as URL or data URL.</summary>
    public string? ImageTail { get; init; }

    /// <summary>Up to four pictures to refer to, as URLs or data URLs.</summary>
    public IReadOnlyList<string>? ImageList { get; init; }
}

/// <summary>What of a finished video to open.</summary>
public enum VideoVariant
{
    /// <summary>The video itself, an MP4 file.</summary>
    Video = 0,

    /// <summary>One picture, WebP.</summary>
    Thumbnail = 1,

    /// <summary>Many small pictures in one, JPEG.</summary>
    Spritesheet = 2,
}

internal sealed record RemixVideoRequest(string Prompt);
