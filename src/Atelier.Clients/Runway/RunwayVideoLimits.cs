using System.Collections.Frozen;

namespace Atelier.Clients.Runway;

/// <summary>Where the pictures of a video may stand.</summary>
internal enum RunwayFrames
{
    /// <summary>Exactly one picture, the first.</summary>
    First = 0,

    /// <summary>The first, or the first and the last.</summary>
    FirstAndLast = 1,

    /// <summary>First and last, or any number without a place, to refer to.</summary>
    Mixed = 2,
}

/// <summary>
/// What is known of a model's limits on an endpoint that makes a video. A model that is not listed has none here: the vendor's roster moves
/// without a version change, and the vendor checks what it is sent.
/// </summary>
internal sealed record RunwayVideoLimits(int Shortest, int Longest, int MaxPrompt = int.MaxValue)
{
    private const int Unbounded = int.MaxValue;

    private static readonly RunwayVideoLimits Unknown = new(0, Unbounded)
    {
        Frames = RunwayFrames.Mixed, MaxFrames = Unbounded, Pictures = Unbounded, Films = Unbounded, Sounds = Unbounded, IsKnown = false,
    };

    private static readonly RunwayVideoLimits Gen4 = new(2, 10, 1000) { Ratios = RunwayRatios.Gen4, NeedsRatio = true };
    private static readonly RunwayVideoLimits Gen45 = Gen4 with { NeedsPrompt = true, NeedsDuration = true, Formats = RunwayFormats.Video };
    private static readonly RunwayVideoLimits Veo =
        new(4, 8, 1000) { Durations = [4, 6, 8], Ratios = RunwayRatios.Veo, NeedsRatio = true, Frames = RunwayFrames.FirstAndLast, MaxFrames = 2 };
    private static readonly RunwayVideoLimits Hailuo =
        new(5, 15, 6000) { NeedsPrompt = true, Ratios = RunwayRatios.Hailuo, Resolutions = ["768p", "2k", "768P", "2K"], Sounds = 3 };
    private static readonly RunwayVideoLimits HappyHorse = new(3, 15, 2500) { MinPrompt = 2 };
    private static readonly RunwayVideoLimits Seedance =
        new(4, 15, 3500) { Ratios = RunwayRatios.Seedance, Sounds = 3, Frames = RunwayFrames.Mixed, MaxFrames = Unbounded };
    private static readonly RunwayVideoLimits SeedanceSmall = Seedance with { Ratios = RunwayRatios.SeedanceSmall };
    private static readonly RunwayVideoLimits Seedance25 =
        Seedance with { Longest = 30, MaxPrompt = 15_000, Ratios = RunwayRatios.Seedance25, Sounds = 10 };
    private static readonly RunwayVideoLimits Grok = new(1, 15, 2500) { Resolutions = ["480p", "720p", "1080p"] };
    private static readonly RunwayVideoLimits Omni = new(3, 10, 4000) { Ratios = RunwayRatios.Hd };
    private static readonly RunwayVideoLimits Omni11 =
        new(3, 10) { NeedsPrompt = true, Ratios = RunwayRatios.Omni, Frames = RunwayFrames.FirstAndLast, MaxFrames = 2 };
    private static readonly RunwayVideoLimits Wan = new(0, Unbounded)
    {
        NeedsPrompt = true, Ratios = RunwayRatios.Wan, Sounds = Unbounded, Films = Unbounded, Frames = RunwayFrames.Mixed, MaxFrames = Unbounded,
    };
    private static readonly RunwayVideoLimits H3 =
        new(0, Unbounded) { NeedsPrompt = true, Resolutions = ["480p", "768p"], Frames = RunwayFrames.FirstAndLast, MaxFrames = 2 };

    private static readonly FrozenDictionary<string, RunwayVideoLimits> FromImage = new Dictionary<string, RunwayVideoLimits>
    {
        ["gen4_turbo"] = Gen4,
        ["gen4.5"] = Gen45,
        ["veo3.1"] = Veo,
        ["veo3.1_fast"] = Veo,
        ["hailuo3"] = Hailuo with { Frames = RunwayFrames.Mixed, MaxFrames = 9 },
        ["happyhorse_1_0"] = HappyHorse with { Resolutions = ["720p", "1080p", "720P", "1080P"] },
        ["seedance2"] = Seedance,
        ["seedance2_fast"] = SeedanceSmall,
        ["seedance2_mini"] = SeedanceSmall,
        ["seedance2_5"] = Seedance25,
        ["grok_imagine_1_5"] = Grok,
        ["gemini_omni_flash"] = Omni,
        ["gemini_omni_flash_1.1"] = Omni11,
        ["wan3"] = Wan,
        ["wan3_prime"] = Wan,
        ["h3_max"] = H3,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RunwayVideoLimits> FromText = new Dictionary<string, RunwayVideoLimits>
    {
        ["gen4.5"] = Gen45 with { Ratios = RunwayRatios.Hd },
        ["veo3.1"] = Veo with { NeedsPrompt = true },
        ["veo3.1_fast"] = Veo with { NeedsPrompt = true },
        ["hailuo3"] = Hailuo with { Pictures = 9, Films = 3 },
        ["happyhorse_1_0"] = HappyHorse with { NeedsPrompt = true, Ratios = RunwayRatios.HappyHorse },
        ["seedance2"] = Seedance with { NeedsPrompt = true, Pictures = 9, Films = 3 },
        ["seedance2_fast"] = SeedanceSmall with { NeedsPrompt = true, Pictures = 9, Films = 3 },
        ["seedance2_mini"] = SeedanceSmall with { NeedsPrompt = true, Pictures = 9, Films = 3 },
        ["seedance2_5"] = Seedance25 with { Pictures = 30, Films = 10 },
        ["grok_imagine_1_5"] = Grok with { NeedsPrompt = true, Ratios = RunwayRatios.Grok, Pictures = 7, Sounds = 3 },
        ["gemini_omni_flash"] = Omni with { NeedsPrompt = true },
        ["gemini_omni_flash_1.1"] = Omni11 with { Pictures = Unbounded, Films = Unbounded },
        ["wan3"] = Wan with { Pictures = 10 },
        ["wan3_prime"] = Wan with { Pictures = 10 },
        ["h3_max"] = H3,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RunwayVideoLimits> FromVideo = new Dictionary<string, RunwayVideoLimits>
    {
        ["aleph2"] = new(0, Unbounded, 1000) { Ratios = RunwayRatios.Gen4, Formats = RunwayFormats.Aleph, TakesVideoUri = true },
        ["hailuo3"] = Hailuo with { Pictures = 9, Films = 2 },
        ["seedance2"] = Seedance with { Pictures = 9, Films = 3 },
        ["seedance2_fast"] = SeedanceSmall with { Pictures = 9, Films = 3 },
        ["seedance2_mini"] = SeedanceSmall with { Pictures = 9, Films = 3 },
        ["seedance2_5"] = Seedance25 with { Pictures = 30, Films = 9 },
        ["gemini_omni_flash"] = new(0, Unbounded, 4000) { NeedsPrompt = true, Pictures = 5, TakesVideoUri = true },
        ["gemini_omni_flash_1.1"] = Omni11 with { Pictures = Unbounded, TakesVideoUri = true },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the model is one that is listed.</summary>
    public bool IsKnown { get; private init; } = true;

    /// <summary>Shortest prompt, in UTF-16 units.</summary>
    public int MinPrompt { get; private init; } = 1;

    public bool NeedsPrompt { get; private init; }

    /// <summary>The ratios there are; <see langword="null"/> when the model takes none, or nobody knows which.</summary>
    public string[]? Ratios { get; private init; }

    public bool NeedsRatio { get; private init; }

    public string[]? Resolutions { get; private init; }

    /// <summary>The lengths there are, when they are few.</summary>
    public int[]? Durations { get; private init; }

    public bool NeedsDuration { get; private init; }

    public string[]? Formats { get; private init; }

    public RunwayFrames Frames { get; private init; }

    public int MaxFrames { get; private init; } = 1;

    /// <summary>Most pictures to refer to.</summary>
    public int Pictures { get; private init; }

    /// <summary>Most videos to refer to.</summary>
    public int Films { get; private init; }

    /// <summary>Most recordings to refer to.</summary>
    public int Sounds { get; private init; }

    /// <summary>Which of the vendor's two names for the same the model takes.</summary>
    public bool TakesVideoUri { get; private init; }

    /// <summary>The limits of a model on an endpoint.</summary>
    public static RunwayVideoLimits Of(string endpoint, string model) => (endpoint switch
    {
        "image_to_video" => FromImage,
        "text_to_video" => FromText,
        "video_to_video" => FromVideo,
        _ => FrozenDictionary<string, RunwayVideoLimits>.Empty,
    }).GetValueOrDefault(model) ?? Unknown;
}
