using Atelier.Simulators.Runway.Validation;
using static Atelier.Simulators.Runway.Models.CommonFields;

namespace Atelier.Simulators.Runway.Models;

/// <summary>The models that work on what is handed in: character performance, upscaling, high dynamic range.</summary>
internal static class ProcessingModels
{
    private const string VideoUri = "videoUri";

    private static readonly Field Video = new(VideoUri, new MediaString(AssetKind.Video), true);
    private static readonly Dictionary<string, AssetBounds> HalfAMinute = new() { [VideoUri] = new(MaxSeconds: 30) };

    public static readonly IReadOnlyList<RunwayModel> CharacterPerformance =
    [
        new("act_two", Prices.ActTwo,
        [
            new("character", new Variants("type", new Dictionary<string, Shape>
            {
                ["image"] = TypedMedia("image", AssetKind.Image),
                ["video"] = TypedMedia("video", AssetKind.Video),
            }), true),
            new("reference", TypedMedia("video", AssetKind.Video), true),
            new("bodyControl", new Flag()),
            new("expressionIntensity", new Number(1, 5)),
            Ratio(Ratios.Gen4),
            Seed,
            Moderation,
        ])
        {
            // The longest that is bought follows the performance; a character that is a film comes first in the body but is no measure.
            FollowsSource = true,
            LengthFrom = "reference",
            DefaultRatio = "1280:720",
            Assets = new Dictionary<string, AssetBounds> { ["reference"] = new(3, 30) },
        },
    ];

    public static readonly IReadOnlyList<RunwayModel> VideoUpscale =
    [
        new("magnific_video_upscaler_creative", Prices.MagnificVideo,
        [
            Video,
            Resolution("720p", "1k", "2k", "4k"),
            Percent("creativity"),
            Percent("sharpen"),
            Percent("smartGrain"),
            new("flavor", new Choice("vivid", "natural")),
            new("fpsBoost", new Flag()),
        ])
        {
            Strict = true,
            FollowsSource = true,
            DefaultRatio = "adaptive",
            DefaultResolution = "2k",
            Assets = HalfAMinute,
        },
        new("enhance_frame_rate", Price.Unpublished,
        [
            Video,
            new("targetFramerate", new Choice("24", "25", "30", "48", "50", "60", "120", "23_98", "29_97", "59_94"), true),
        ])
        {
            Strict = true,
            FollowsSource = true,
            Assets = HalfAMinute,
        },
    ];

    public static readonly IReadOnlyList<RunwayModel> VideoToHdr =
    [
        new("ruby", Prices.Ruby,
        [
            Video,
            new("outputFormat", new Choice(
                "hdr10", "hlg", "hdr_prores", "hdr_exr_sequence", "hdr_exr_acescg_sequence_1_3", "hdr_exr_acescg_sequence_2_0")),
            new("proresProfile", new Choice("422", "422 HQ", "4444")),
        ])
        {
            FollowsSource = true,
            DefaultFormat = "hdr10",
            Assets = HalfAMinute,
            Refinements = [ProfileNeedsProres],
        },
    ];

    public static readonly IReadOnlyList<RunwayModel> ImageUpscale =
    [
        new("magnific_precision_upscaler_v2", Price.Unpublished,
        [
            new("imageUri", new MediaString(AssetKind.Image), true),
            new("scaleFactor", new NumberChoice(2, 4, 8, 16)),
            new("flavor", new Choice("sublime", "photo", "photo_denoiser")),
            Percent("sharpen"),
            Percent("smartGrain"),
            Percent("ultraDetail"),
        ])
        {
            Assets = new Dictionary<string, AssetBounds> { ["imageUri"] = new(MinSide: 300, MaxSide: 8000) },
        },
    ];

    private static Field Percent(string name) => new(name, new Number(0, 100));
}
