using System.Globalization;

namespace Atelier.Clients.Stability;

/// <summary>The vendor's limits, and the checks that name the field and what it may be.</summary>
internal static class StabilityLimits
{
    public const int MaxPrompt = 10_000;
    public const long MaxSeed = 4_294_967_294;

    /// <summary>Most bytes of a request with pictures.</summary>
    public const long MaxImageBytes = 10L * 1024 * 1024;

    /// <summary>Most bytes of a request with a recording.</summary>
    public const long MaxAudioBytes = 50L * 1024 * 1024;

    public static readonly IReadOnlyList<string> AspectRatios = ["21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21"];
    public static readonly IReadOnlyList<string> ImageFormats = ["jpeg", "png", "webp"];
    public static readonly IReadOnlyList<string> CutOutFormats = ["png", "webp"];
    public static readonly IReadOnlyList<string> AudioFormats = ["mp3", "wav"];

    public static readonly IReadOnlyList<string> StylePresets =
    [
        "enhance", "anime", "photographic", "digital-art", "comic-book", "fantasy-art", "line-art", "analog-film", "neon-punk", "isometric",
        "low-poly", "origami", "modeling-compound", "cinematic", "3d-model", "pixel-art", "tile-texture",
    ];

    public static readonly IReadOnlyList<string> GuidancePresets = ["FAST_BLUE", "FAST_GREEN", "NONE", "SIMPLE", "SLOW", "SLOWER",
        "SLOWEST"];

    public static readonly IReadOnlyList<string> Samplers =
    [
        "DDIM", "DDPM", "K_DPMPP_2M", "K_DPMPP_2S_ANCESTRAL", "K_DPM_2", "K_DPM_2_ANCESTRAL", "K_EULER", "K_EULER_ANCESTRAL", "K_HEUN",
            "K_LMS",
    ];

    public static string Length(string field, string value, int min, int max) => value.Length >= min && value.Length <= max
        ? value
        : throw new ArgumentException(Says($"{field} must have {min} to {max} characters, but has {value.Length}."), field);

    public static double Range(string field, double value, double min, double max) => value >= min && value <= max
        ? value
        : throw new ArgumentException(Says($"{field} must be from {min} to {max}, but is {value}."), field);

    public static long Range(string field, long value, long min, long max) => value >= min && value <= max
        ? value
        : throw new ArgumentException(Says($"{field} must be from {min} to {max}, but is {value}."), field);

    public static string OneOf(string field, string value, IReadOnlyList<string> choices) => choices.Contains(value)
        ? value
        : throw new ArgumentException($"{field} must be one of {string.Join(", ", choices)}, but is '{value}'.", field);

    /// <summary>Refuses a combination of fields.</summary>
    public static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new ArgumentException($"{field} {message}", field);
        }
    }

    private static string Says(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
