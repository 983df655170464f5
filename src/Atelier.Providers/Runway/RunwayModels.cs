namespace Atelier.Providers.Runway;

/// <summary>
/// What the models take on each endpoint, as far as the mapping depends on it. Ranges and lengths are not here: the catalogue's schema
/// and the vendor check those. A model that is not listed passes through with everything it was given, since Runway's roster moves
/// without a version change.
/// </summary>
/// <remarks>Follows the types of Runway's API version 2024-11-06.</remarks>
internal static class RunwayModels
{
    private static readonly string[] Gen4 = ["1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672"];
    private static readonly string[] Gen45WithoutImage = ["1280:720", "720:1280"];
    private static readonly string[] Veo = ["1280:720", "720:1280", "1920:1080", "1080:1920"];
    private static readonly string[] Seedance =
        ["1280:720", "720:1280", "1112:834", "834:1112", "960:960", "1470:630", "992:432", "864:496", "752:560", "640:640", "560:752", "496:864"];
    private static readonly string[] Seedance25 =
        ["1280:720", "720:1280", "1112:834", "834:1112", "960:960", "1470:630", "992:432", "854:480", "752:560", "640:640", "560:752", "480:854"];
    private static readonly string[] Hailuo = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9"];
    private static readonly string[] Adaptive = ["adaptive"];
    private static readonly string[] HappyHorse =
        ["1280:720", "720:1280", "960:960", "1108:832", "832:1108", "1920:1080", "1080:1920", "1440:1440", "1662:1248", "1248:1662"];
    private static readonly string[] Grok = ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3"];
    private static readonly string[] Omni = ["1280:720", "720:1280"];
    private static readonly string[] Omni11 =
        ["1280:720", "720:1280", "1920:1080", "1080:1920", "640:360", "360:640", "3840:2160", "2160:3840"];
    private static readonly string[] Wan =
        ["1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1920:1080", "1080:1920", "1648:1248", "1248:1648", "1440:1440", "832:480",
         "480:832", "720:544", "544:720", "624:624"];
    private static readonly string[] Gen4Image =
        ["1920:1080", "1080:1920", "1024:1024", "1440:1080", "1080:1440", "1680:720", "2112:912", "1808:768", "1280:720", "720:1280", "1360:768",
         "1168:880", "960:720", "720:960", "1080:1080", "720:720"];
    private static readonly string[] GeminiImage =
        ["1344:768", "768:1344", "1024:1024", "1184:864", "864:1184", "1248:832", "832:1248", "1152:896", "896:1152", "1536:672"];

    private static readonly string[] GptImage =
        ["1920:1920", "1920:1088", "1088:1920", "1920:1440", "1440:1920", "1920:1280", "1280:1920", "1920:1536", "1536:1920", "2048:880"];
    private static readonly string[] Seedream =
        ["1024:1024", "1376:768", "768:1376", "1184:896", "896:1184", "1296:864", "864:1296", "2048:2048", "2720:1530", "1530:2720", "2304:1728",
         "1728:2304", "2496:1664", "1664:2496"];
    private static readonly string[] GrokImage =
        ["1024:1024", "1280:720", "720:1280", "1152:864", "864:1152", "1248:832", "832:1248", "1248:576", "576:1248", "1280:576", "576:1280",
         "1408:704", "704:1408"];
    private static readonly string[] Muse =
        ["1600:1600", "2016:1152", "1152:2016", "1792:1344", "1344:1792", "1920:1280", "1280:1920", "2352:1008"];

    private static readonly Dictionary<string, RunwayModel> ImageToVideo = new(StringComparer.Ordinal)
    {
        ["gen4_turbo"] = new(Gen4) { NeedsRatio = true },
        ["gen4.5"] = new(Gen4) { NeedsRatio = true },
        ["veo3.1"] = new(Veo) { NeedsRatio = true, LastImage = true, Audio = true, NegativePrompt = true },
        ["veo3.1_fast"] = new(Veo) { NeedsRatio = true, LastImage = true, Audio = true, NegativePrompt = true },
        ["hailuo3"] = new(Hailuo) { LastImage = true, Sounds = true, Words = Adaptive },
        ["happyhorse_1_0"] = new([]),
        ["seedance2"] = new(Seedance) { LastImage = true, Audio = true, Sounds = true },
        ["seedance2_fast"] = new(Seedance) { LastImage = true, Audio = true, Sounds = true },
        ["seedance2_mini"] = new(Seedance) { LastImage = true, Audio = true, Sounds = true },
        ["seedance2_5"] = new(Seedance25) { LastImage = true, Audio = true, Sounds = true },
        ["grok_imagine_1_5"] = new([]),
        ["gemini_omni_flash"] = new(Omni),
        ["gemini_omni_flash_1.1"] = new(Omni11) { LastImage = true },
        ["wan3"] = new(["auto_1080p", "auto_720p", "auto_480p"]) { LastImage = true, Audio = true, Films = RunwayFilms.Typed, Sounds = true },
        ["wan3_prime"] = new(["auto_1080p", "auto_720p", "auto_480p"]) { LastImage = true, Audio = true, Films = RunwayFilms.Typed, Sounds = true },
        ["h3_max"] = new([]) { LastImage = true },
    };

    private static readonly Dictionary<string, RunwayModel> TextToVideo = new(StringComparer.Ordinal)
    {
        ["gen4_turbo"] = new(Gen4) { NeedsImage = true },
        ["gen4.5"] = new(Gen45WithoutImage) { NeedsRatio = true },
        ["veo3.1"] = new(Veo) { NeedsRatio = true, Audio = true, NegativePrompt = true },
        ["veo3.1_fast"] = new(Veo) { NeedsRatio = true, Audio = true, NegativePrompt = true },
        ["hailuo3"] = new(Hailuo) { References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true, Words = Adaptive },
        ["happyhorse_1_0"] = new(HappyHorse),
        ["seedance2"] = new(Seedance) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["seedance2_fast"] = new(Seedance) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["seedance2_mini"] = new(Seedance) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["seedance2_5"] = new(Seedance25) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["grok_imagine_1_5"] = new(Grok) { References = RunwayReferences.Plain, Sounds = true },
        ["gemini_omni_flash"] = new(Omni),
        ["gemini_omni_flash_1.1"] = new(Omni11) { References = RunwayReferences.Plain, Films = RunwayFilms.Plain },
        ["wan3"] = new(Wan) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["wan3_prime"] = new(Wan) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["h3_max"] = new([]),
    };

    private static readonly Dictionary<string, RunwayModel> VideoToVideo = new(StringComparer.Ordinal)
    {
        ["aleph2"] = new([]) { Keyframes = true, LastImage = true },
        ["hailuo3"] = new(Hailuo) { References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true, Words = Adaptive },
        ["seedance2"] = new(Seedance) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["seedance2_fast"] = new(Seedance) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["seedance2_mini"] = new(Seedance) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["seedance2_5"] = new(Seedance25) { Audio = true, References = RunwayReferences.Plain, Films = RunwayFilms.Typed, Sounds = true },
        ["gemini_omni_flash"] = new([]) { References = RunwayReferences.Plain },
        ["gemini_omni_flash_1.1"] = new(Omni11) { References = RunwayReferences.Plain },
    };

    private static readonly Dictionary<string, RunwayModel> TextToImage = new(StringComparer.Ordinal)
    {
        ["gen4_image"] = new(Gen4Image) { NeedsRatio = true, References = RunwayReferences.Tagged },
        ["gen4_image_turbo"] = new(Gen4Image) { NeedsRatio = true, NeedsImage = true, References = RunwayReferences.Tagged },
        ["gemini_2.5_flash"] = new(GeminiImage) { NeedsRatio = true, References = RunwayReferences.Tagged },
        ["gemini_image3_pro"] = new(GeminiImage) { NeedsRatio = true, References = RunwayReferences.Tagged, OutputCount = true, Subjects = true },
        ["gemini_image3.1_flash"] = new(GeminiImage) { NeedsRatio = true, References = RunwayReferences.Tagged, OutputCount = true, Subjects = true },
        ["gpt_image_2"] = new(GptImage) { NeedsRatio = true, References = RunwayReferences.Tagged, OutputCount = true },
        ["gpt_image_2_5_flare"] = new(GptImage) { NeedsRatio = true, References = RunwayReferences.Tagged, OutputCount = true },
        ["gpt_image_2_5_sunburst"] = new(GptImage) { NeedsRatio = true, References = RunwayReferences.Tagged, OutputCount = true },
        ["seedream5_pro"] = new(Seedream) { NeedsRatio = true, References = RunwayReferences.Plain, OutputCount = true },
        ["seedream5_lite"] = new(Seedream[7..]) { NeedsRatio = true, References = RunwayReferences.Plain, OutputCount = true },
        ["grok_imagine_image_2"] = new(GrokImage) { NeedsRatio = true, References = RunwayReferences.Plain, OutputCount = true },
        ["muse_image"] = new(Muse) { NeedsRatio = true, References = RunwayReferences.Plain, OutputCount = true },
    };

    /// <summary>The facts about a model on an endpoint; for one that is not listed, facts that let everything through.</summary>
    public static RunwayModel Find(RunwayEndpoint endpoint, string model) => TableOf(endpoint).GetValueOrDefault(model) ?? RunwayModel.Unlisted;

    private static Dictionary<string, RunwayModel> TableOf(RunwayEndpoint endpoint) => endpoint switch
    {
        RunwayEndpoint.ImageToVideo => ImageToVideo,
        RunwayEndpoint.TextToVideo => TextToVideo,
        RunwayEndpoint.TextToImage => TextToImage,
        RunwayEndpoint.VideoToVideo => VideoToVideo,
        _ => [],
    };
}

/// <summary>The endpoints in use.</summary>
internal enum RunwayEndpoint
{
    ImageToVideo = 1,
    TextToVideo = 2,
    TextToImage = 3,
    VideoToVideo = 4,
    CharacterPerformance = 5,
    VideoUpscale = 6,
    VideoToHdr = 7,
    ImageUpscale = 8,
    TextToSpeech = 9,
    SoundEffect = 10,
    SpeechToSpeech = 11,
    VoiceDubbing = 12,
    VoiceIsolation = 13,
}

/// <summary>How a model takes reference pictures.</summary>
internal enum RunwayReferences
{
    None = 0,

    /// <summary>A list of addresses.</summary>
    Plain = 1,

    /// <summary>A list of addresses with names that the prompt may use: the first is <c>@ref1</c>.</summary>
    Tagged = 2,
}

/// <summary>How a model takes videos to refer to.</summary>
internal enum RunwayFilms
{
    None = 0,

    /// <summary>A list of addresses.</summary>
    Plain = 1,

    /// <summary>A list of addresses with the word <c>video</c>.</summary>
    Typed = 2,
}

/// <summary>One model on one endpoint.</summary>
/// <param name="Ratios">The ratios it offers, the preferred one of each shape first; empty when it takes none.</param>
internal sealed record RunwayModel(IReadOnlyList<string> Ratios)
{
    public static RunwayModel Unlisted { get; } = new([])
    {
        IsListed = false,
        LastImage = true,
        Audio = true,
        NegativePrompt = true,
        References = RunwayReferences.Plain,
        Films = RunwayFilms.Typed,
        Sounds = true,
        OutputCount = true,
    };

    public bool IsListed { get; private init; } = true;

    /// <summary>Whether pictures tell how moments of a video shall look.</summary>
    public bool Keyframes { get; init; }

    public bool NeedsRatio { get; init; }

    public bool NeedsImage { get; init; }

    public bool LastImage { get; init; }

    public bool Audio { get; init; }

    public bool NegativePrompt { get; init; }

    public bool OutputCount { get; init; }

    public RunwayReferences References { get; init; }

    /// <summary>How videos to refer to are taken.</summary>
    public RunwayFilms Films { get; init; }

    /// <summary>Whether there may be recordings to refer to.</summary>
    public bool Sounds { get; init; }

    /// <summary>Whether a picture to refer to may be said to show somebody or something.</summary>
    public bool Subjects { get; init; }

    /// <summary>Ratios that are words.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
