using System.Globalization;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Turns our <c>size</c>, or <c>aspect_ratio</c> with <c>resolution</c>, into the pixels a family offers.</summary>
internal static class AiHubMixSizes
{
    public static readonly IReadOnlyDictionary<string, string> DallE3 = new Dictionary<string, string>
    {
        ["1:1"] = "1024x1024", ["16:9"] = "1792x1024", ["9:16"] = "1024x1792",
    };

    public static readonly IReadOnlyDictionary<string, string> GptImage1 = new Dictionary<string, string>
    {
        ["1:1"] = "1024x1024", ["3:2"] = "1536x1024", ["2:3"] = "1024x1536",
    };

    /// <summary>From the second generation on any multiple of 16 pixels is drawn.</summary>
    public static readonly IReadOnlyDictionary<string, string> GptImage2 = new Dictionary<string, string>(GptImage1)
    {
        ["16:9"] = "1536x864", ["9:16"] = "864x1536", ["4:3"] = "1408x1056", ["3:4"] = "1056x1408",
        ["21:9"] = "1792x768", ["9:21"] = "768x1792",
    };

    public static readonly IReadOnlyDictionary<string, string> Squarish = new Dictionary<string, string>
    {
        ["1:1"] = "1024x1024", ["16:9"] = "1024x576", ["9:16"] = "576x1024", ["3:4"] = "768x1024",
    };

    public static readonly IReadOnlyDictionary<string, string> Sora = new Dictionary<string, string>
    {
        ["16:9 720p"] = "1280x720", ["9:16 720p"] = "720x1280", ["16:9 1024p"] = "1792x1024", ["9:16 1024p"] = "1024x1792",
    };

    public static readonly IReadOnlyDictionary<string, string> Veo = new Dictionary<string, string>
    {
        ["16:9 720p"] = "1280x720", ["9:16 720p"] = "720x1280", ["16:9 1080p"] = "1920x1080", ["9:16 1080p"] = "1080x1920",

        // The largest class has no pixel name; alone it always means landscape.
        ["16:9 4k"] = "4k",
    };

    public static readonly IReadOnlyDictionary<string, string> Wan = new Dictionary<string, string>
    {
        ["16:9 480p"] = "832x480", ["9:16 480p"] = "480x832", ["1:1 480p"] = "624x624",
        ["16:9 720p"] = "1280x720", ["9:16 720p"] = "720x1280", ["1:1 720p"] = "960x960",
        ["4:3 720p"] = "1088x832", ["3:4 720p"] = "832x1088",
        ["16:9 1080p"] = "1920x1080", ["9:16 1080p"] = "1080x1920", ["1:1 1080p"] = "1440x1440",
        ["4:3 1080p"] = "1632x1248", ["3:4 1080p"] = "1248x1632",
    };

    public static readonly IReadOnlyDictionary<string, string> Wan27 = new Dictionary<string, string>
    {
        ["16:9 720p"] = "1280x720", ["9:16 720p"] = "720x1280", ["1:1 720p"] = "720x720",
        ["4:3 720p"] = "960x720", ["3:4 720p"] = "720x960",
        ["16:9 1080p"] = "1920x1080", ["9:16 1080p"] = "1080x1920", ["1:1 1080p"] = "1080x1080",
        ["4:3 1080p"] = "1440x1080", ["3:4 1080p"] = "1080x1440",
    };

    /// <summary>The size of a picture, or <see langword="null"/> to leave it to the vendor.</summary>
    public static string? Picture(AiHubMixInput input, IReadOnlyDictionary<string, string> ratios)
    {
        var (size, ratio) = SizeOrRatio(input);
        return ratio is null ? size : Look(ratios, ratio, "aspect_ratio", input.Model);
    }

    /// <summary>
    /// The size of a video, or <see langword="null"/> to leave it to the vendor. Without a resolution, 720p is meant; without a ratio,
    /// landscape.
    /// </summary>
    public static string? Video(AiHubMixInput input, IReadOnlyDictionary<string, string> formats)
    {
        var (size, ratio) = SizeOrRatio(input);
        var resolution = input.Values.Text("resolution")?.ToLowerInvariant();
        if (size is not null && resolution is not null)
        {
            throw new InvalidInputException("resolution", "Give either 'size' or 'resolution', not both.");
        }

        return ratio is null && resolution is null
            ? size
            : Look(formats, $"{ratio ?? "16:9"} {resolution ?? "720p"}", ratio is null ? "resolution" : "aspect_ratio", input.Model);
    }

    /// <summary>Our <c>size</c> or <c>aspect_ratio</c>; they say the same thing, so both at once are refused.</summary>
    public static (string? Size, string? Ratio) SizeOrRatio(AiHubMixInput input)
    {
        var size = input.Values.Text("size");
        var ratio = input.Values.Text("aspect_ratio");
        return size is not null && ratio is not null
            ? throw new InvalidInputException("aspect_ratio", "Give either 'size' or 'aspect_ratio', not both.")
            : (size, ratio);
    }

    /// <summary>The ratio of a pixel size in its smallest terms, such as <c>16:9</c>, with the shorter side.</summary>
    public static (string Ratio, int ShortSide) Describe(int width, int height)
    {
        var (a, b) = (width, height);
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return (string.Create(CultureInfo.InvariantCulture, $"{width / a}:{height / a}"), Math.Min(width, height));
    }

    private static string Look(IReadOnlyDictionary<string, string> sizes, string wanted, string field, string model) =>
        sizes.TryGetValue(wanted, out var size)
            ? size
            : throw new InvalidInputException(field, $"{model} does not offer {wanted}; it offers {string.Join(", ", sizes.Keys)}.");
}
