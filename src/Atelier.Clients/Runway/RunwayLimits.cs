using System.Collections.Frozen;

namespace Atelier.Clients.Runway;

/// <summary>
/// What is known of a model's limits on an endpoint. A model that is not listed has none here: the vendor's roster moves without a version
/// change, and the vendor checks what it is sent.
/// </summary>
internal sealed record RunwayLimits
{
    private const int Unbounded = int.MaxValue;

    private static readonly RunwayLimits None = new() { MinPrompt = 1 };

    private static readonly FrozenDictionary<string, RunwayLimits> Videos = new Dictionary<string, RunwayLimits>
    {
        ["gen4_turbo"] = Of(1000, 2, 10, frames: 1),
        ["gen4.5"] = Of(1000, 2, 10, frames: 1),
        ["veo3.1"] = Of(1000, 4, 8, frames: 2) with { Durations = [4, 6, 8] },
        ["veo3.1_fast"] = Of(1000, 4, 8, frames: 2) with { Durations = [4, 6, 8] },
        ["hailuo3"] = Of(6000, 5, 15, frames: 9, pictures: 9, videos: 3, sounds: 3),
        ["happyhorse_1_0"] = Of(2500, 3, 15, frames: 1) with { MinPrompt = 2 },
        ["seedance2"] = Of(3500, 4, 15, pictures: 9, videos: 3, sounds: 3),
        ["seedance2_fast"] = Of(3500, 4, 15, pictures: 9, videos: 3, sounds: 3),
        ["seedance2_mini"] = Of(3500, 4, 15, pictures: 9, videos: 3, sounds: 3),
        ["seedance2_5"] = Of(15_000, 4, 30, pictures: 30, videos: 10, sounds: 10),
        ["grok_imagine_1_5"] = Of(2500, 1, 15, frames: 1, pictures: 7, sounds: 3),
        ["gemini_omni_flash"] = Of(4000, 3, 10, frames: 1),
        ["gemini_omni_flash_1.1"] = Of(Unbounded, 3, 10, frames: 2),
        ["wan3"] = Of(Unbounded, 0, Unbounded, pictures: 10),
        ["wan3_prime"] = Of(Unbounded, 0, Unbounded, pictures: 10),
        ["h3_max"] = Of(Unbounded, 0, Unbounded, frames: 2),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RunwayLimits> VideosFromVideos = new Dictionary<string, RunwayLimits>
    {
        ["aleph2"] = Of(1000, 0, Unbounded),
        ["hailuo3"] = Of(6000, 5, 15, pictures: 9, videos: 2, sounds: 3),
        ["seedance2"] = Of(3500, 4, 15, pictures: 9, videos: 3, sounds: 3),
        ["seedance2_fast"] = Of(3500, 4, 15, pictures: 9, videos: 3, sounds: 3),
        ["seedance2_mini"] = Of(3500, 4, 15, pictures: 9, videos: 3, sounds: 3),
        ["seedance2_5"] = Of(15_000, 4, 30, pictures: 30, videos: 9, sounds: 10),
        ["gemini_omni_flash"] = Of(4000, 0, Unbounded, pictures: 5),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RunwayLimits> Images = new Dictionary<string, RunwayLimits>
    {
        ["gen4_image"] = Picture(1000, 3, 1),
        ["gen4_image_turbo"] = Picture(1000, 3, 1),
        ["gemini_2.5_flash"] = Picture(5500, 3, 1),
        ["gemini_image3_pro"] = Picture(5500, 14, 4),
        ["gemini_image3.1_flash"] = Picture(5500, 14, 4),
        ["gpt_image_2"] = Picture(32_000, 16, 10),
        ["gpt_image_2_5_flare"] = Picture(Unbounded, 16, 10),
        ["gpt_image_2_5_sunburst"] = Picture(Unbounded, 16, 10),
        ["seedream5_pro"] = Picture(4000, 10, 4),
        ["seedream5_lite"] = Picture(4000, 14, 4),
        ["grok_imagine_image_2"] = Picture(2500, 3, 4),
        ["muse_image"] = Picture(Unbounded, 10, Unbounded),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RunwayLimits> Speech = new Dictionary<string, RunwayLimits>
    {
        ["eleven_multilingual_v2"] = None with { MaxPrompt = 1000 },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Shortest prompt, in UTF-16 units.</summary>
    public int MinPrompt { get; private init; } = 1;

    /// <summary>Longest prompt, in UTF-16 units.</summary>
    public int MaxPrompt { get; private init; } = Unbounded;

    private int MinDuration { get; init; }

    private int MaxDuration { get; init; } = Unbounded;

    /// <summary>The lengths there are, when they are few.</summary>
    private int[]? Durations { get; init; }

    private int Frames { get; init; } = Unbounded;

    private int Pictures { get; init; } = Unbounded;

    private int ReferenceVideos { get; init; } = Unbounded;

    private int Sounds { get; init; } = Unbounded;

    private int Outputs { get; init; } = Unbounded;

    /// <summary>The limits of a model on an endpoint.</summary>
    public static RunwayLimits Of(string endpoint, string model) => (endpoint switch
    {
        "image_to_video" or "text_to_video" => Videos,
        "video_to_video" => VideosFromVideos,
        "text_to_image" => Images,
        "text_to_speech" => Speech,
        _ => FrozenDictionary<string, RunwayLimits>.Empty,
    }).GetValueOrDefault(model) ?? None;

    /// <summary>Seconds of the video.</summary>
    public void CheckDuration(int? seconds)
    {
        if (Durations is not null)
        {
            RunwayCheck.OneOf(seconds, "duration", Durations);
            return;
        }

        RunwayCheck.Range(seconds, "duration", MinDuration, MaxDuration);
    }

    /// <summary>Number of pictures to start from.</summary>
    public void CheckFrames(int? count) => RunwayCheck.Range(count, "promptImage", 1, Frames);

    /// <summary>Number of media to refer to.</summary>
    public void CheckReferences(int? pictures, int? videos, int? sounds, string field = "references")
    {
        RunwayCheck.Range(pictures, field, 0, Pictures);
        RunwayCheck.Range(videos, "referenceVideos", 0, ReferenceVideos);
        RunwayCheck.Range(sounds, "referenceAudio", 0, Sounds);
    }

    /// <summary>Number of results.</summary>
    public void CheckCount(int? count) => RunwayCheck.Range(count, "outputCount", 1, Outputs);

    private static RunwayLimits Of(
        int prompt,
        int shortest,
        int longest,
        int frames = Unbounded,
        int pictures = Unbounded,
        int videos = Unbounded,
        int sounds = Unbounded) => new()
        {
            MaxPrompt = prompt,
            MinDuration = shortest,
            MaxDuration = longest,
            Frames = frames,
            Pictures = pictures,
            ReferenceVideos = videos,
            Sounds = sounds,
        };

    private static RunwayLimits Picture(int prompt, int references, int outputs) =>
        None with { MaxPrompt = prompt, Pictures = references, Outputs = outputs };
}
