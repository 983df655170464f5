using System.Collections.Frozen;

namespace Atelier.Clients.Runway;

/// <summary>What is known of a model's limits on <c>text_to_image</c>; a model that is not listed has none here.</summary>
internal sealed record RunwayImageLimits(int MaxPrompt, int Pictures)
{
    private const int Unbounded = int.MaxValue;

    private static readonly RunwayImageLimits Unknown = new(Unbounded, Unbounded) { MaxCount = Unbounded };
    private static readonly RunwayImageLimits Gemini3 = new(5500, 14) { Counts = [1, 4], Ratios = RunwayRatios.Gemini3Pro };
    private static readonly RunwayImageLimits Gpt25 =
        new(Unbounded, 16) { MaxCount = 10, Ratios = RunwayRatios.GptImage, Qualities = ["low", "medium", "high", "xhigh", "max"] };
    private static readonly RunwayImageLimits Seedream = new(4000, 14) { MaxCount = 4, Formats = ["png", "jpeg"] };

    private static readonly FrozenDictionary<string, RunwayImageLimits> Models = new Dictionary<string, RunwayImageLimits>
    {
        ["gen4_image"] = new(1000, 3) { Ratios = RunwayRatios.Gen4Image },
        ["gen4_image_turbo"] = new(1000, 3) { Ratios = RunwayRatios.Gen4Image, MinPictures = 1 },
        ["gemini_2.5_flash"] = new(5500, 3) { Ratios = RunwayRatios.Gemini },
        ["gemini_image3_pro"] = Gemini3,
        ["gemini_image3.1_flash"] = Gemini3 with { Ratios = null },
        ["gpt_image_2"] = new(32_000, 16)
        {
            MaxCount = 10,
            Ratios = RunwayRatios.GptImage,
            Qualities = ["low", "medium", "high", "auto"],
            Backgrounds = ["transparent", "opaque", "auto"],
            HasUniqueTags = true,
        },
        ["gpt_image_2_5_flare"] = Gpt25 with { Backgrounds = ["opaque", "auto"] },
        ["gpt_image_2_5_sunburst"] = Gpt25,
        ["seedream5_pro"] = Seedream with { Pictures = 10, Ratios = RunwayRatios.Seedream5Pro },
        ["seedream5_lite"] = Seedream with { LeastPixels = 3_686_400, MostPixels = 16_777_216 },
        ["grok_imagine_image_2"] = new(2500, 3) { MaxCount = 4, Ratios = RunwayRatios.GrokImage, Qualities = ["low", "medium"] },
        ["muse_image"] = new(Unbounded, 10) { MaxCount = Unbounded, Ratios = RunwayRatios.Muse, Formats = ["png", "webp", "jpeg"] },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public int MinPictures { get; private init; }

    /// <summary>The ratios there are; <see langword="null"/> when they are not known, or free.</summary>
    public string[]? Ratios { get; private init; }

    /// <summary>The numbers of results there are, when they are few.</summary>
    public int[]? Counts { get; private init; }

    public int MaxCount { get; private init; } = 1;

    public string[]? Qualities { get; private init; }

    public string[]? Backgrounds { get; private init; }

    public string[]? Formats { get; private init; }

    public bool HasUniqueTags { get; private init; }

    public long? LeastPixels { get; private init; }

    public long MostPixels { get; private init; }

    public static RunwayImageLimits Of(string model) => Models.GetValueOrDefault(model) ?? Unknown;

    /// <summary>Pixels of a ratio that is free within bounds; words are left to the vendor.</summary>
    public void CheckPixels(string ratio)
    {
        if (LeastPixels is { } least
            && ratio.Split(':') is [var width, var height]
            && long.TryParse(width, out var w)
            && long.TryParse(height, out var h))
        {
            RunwayCheck.Require(
                w <= MostPixels && h <= MostPixels && w * h >= least && w * h <= MostPixels, "ratio", $"have {least} to {MostPixels} pixels");
        }
    }
}
