using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Runway.Validation;
using static Atelier.Simulators.Runway.Models.CommonFields;

namespace Atelier.Simulators.Runway.Models;

/// <summary>The models of <c>POST /v1/video_to_video</c>.</summary>
internal static class VideoToVideoModels
{
    private static readonly Field VideoUri = new("videoUri", new MediaString(AssetKind.Video), true);
    private static readonly Field PromptVideo = new("promptVideo", new MediaString(AssetKind.Video), true);
    private static readonly Field Mode = new("mode", new Choice("reference", "extend", "edit"));

    private static readonly Shape Range = new([new("start_seconds", new Number(0, 30), true), new("end_seconds", new Number(0, 30), true)]);

    private static readonly Shape Keyframe = new(
    [
        new("uri", new MediaString(AssetKind.Image), true),
        new("seconds", new Number(0, 30, whole: false)),
        new("at", new Number(0, 1, whole: false)),
        new("range", Range),
    ]);

    public static readonly IReadOnlyList<RunwayModel> All =
    [
        new("aleph2", Prices.Aleph2,
        [
            VideoUri,
            Prompt(1000, required: false),
            new("keyframes", new Items(Keyframe, 5, 1)),
            new("targetAspectRatio", new Choice("16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9")),
            new("outputFormat", new Choice("mp4", "prores", "png_sequence", "sdr_rec709_10bit")),
            ProresProfile,
            Seed,
            Moderation,
            new("ratio", new Choice(Ratios.Gen4)),
        ])
        {
            Strict = true,
            FollowsSource = true,
            Assets = new Dictionary<string, AssetBounds> { ["videoUri"] = new(2, 30) },
            Refinements = [ProfileNeedsProres, KeyframesSayWhen, RangesAreAllOrNone],
        },
        new("hailuo3", Prices.Hailuo3,
        [
            PromptVideo,
            Prompt(6000),
            Ratio(Ratios.Hailuo),
            Resolution("768p", "2k", "768P", "2K"),
            Duration(5, 15),
            References(9),
            ReferenceVideos(2),
            ReferenceAudio(),
        ])
        {
            DefaultRatio = "adaptive",
        },
        Seedance("seedance2", Prices.Seedance2, Ratios.Seedance),
        Seedance("seedance2_fast", Prices.Seedance2Fast, Ratios.SeedanceSmall),
        Seedance("seedance2_mini", Prices.Seedance2Mini, Ratios.SeedanceSmall),
        new("seedance2_5", Prices.Seedance25,
        [
            PromptVideo,
            Prompt(15_000, required: false),
            Mode,
            Ratio(Ratios.Seedance25),
            DurationOrAuto(4, 30),
            Audio,
            References(30),
            ReferenceVideos(9),
            ReferenceAudio(10),
            Seed,
        ])
        {
            LongestAuto = 30,
            ReferenceSeconds = 30,
            Refinements = [ModeFits],
        },
        new("gemini_omni_flash", Prices.GeminiOmniFromVideo, [VideoUri, Prompt(4000), References(5)]) { FollowsSource = true },
        new("gemini_omni_flash_1.1", Price.Unpublished,
            [VideoUri, Prompt(int.MaxValue), Mode, DurationOrAuto(3, 10), Ratio(Ratios.GeminiOmni11), References(10)])
        {
            LongestAuto = 10,
        },
    ];

    private static RunwayModel Seedance(string name, Price price, string[] ratios) =>
        new(name, price,
        [
            PromptVideo,
            Prompt(3500, required: false),
            Ratio(ratios),
            DurationOrAuto(4, 15),
            Audio,
            References(9),
            ReferenceVideos(),
            ReferenceAudio(),
            Seed,
        ]);

    /// <summary>Each keyframe lies at a second or at a part of the whole, not at both.</summary>
    private static JsonObject? KeyframesSayWhen(JsonElement body)
    {
        var frames = Keyframes(body);
        var wrong = frames.FindIndex(frame => frame.TryGetProperty("seconds", out _) == frame.TryGetProperty("at", out _));
        return wrong < 0
            ? null
            : Issue.Custom(IssuePath.Root.Field("keyframes").Item(wrong), "A keyframe needs either seconds or at");
    }

    private static JsonObject? RangesAreAllOrNone(JsonElement body)
    {
        var frames = Keyframes(body);
        var ranges = frames.Count(frame => frame.TryGetProperty("range", out _));
        return ranges == 0 || ranges == frames.Count
            ? null
            : Issue.Custom(IssuePath.Root.Field("keyframes"), "Either all keyframes have a range or none has");
    }

    private static List<JsonElement> Keyframes(JsonElement body) =>
        body.TryGetProperty("keyframes", out var frames) ? [.. frames.EnumerateArray()] : [];

    /// <summary>Carrying on and editing need words and take the size of the video; editing takes its length as well.</summary>
    private static JsonObject? ModeFits(JsonElement body)
    {
        if (!body.TryGetProperty("mode", out var mode) || mode.GetString() == "reference")
        {
            return null;
        }

        if (!body.TryGetProperty("promptText", out _))
        {
            return Issue.InvalidType(IssuePath.Root.Field("promptText"), "string", null);
        }

        if (body.TryGetProperty("ratio", out _))
        {
            return Issue.Custom(IssuePath.Root.Field("ratio"), "ratio is not supported in this mode");
        }

        var auto = body.TryGetProperty("duration", out var duration) && duration.ValueKind == JsonValueKind.String;
        return mode.GetString() == "edit" && !auto ? Issue.InvalidValue(IssuePath.Root.Field("duration"), ["auto"]) : null;
    }
}
