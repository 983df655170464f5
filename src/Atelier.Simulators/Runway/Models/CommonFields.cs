using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Atelier.Simulators.Runway.Validation;

namespace Atelier.Simulators.Runway.Models;

/// <summary>Fields that several models share.</summary>
internal static partial class CommonFields
{
    public static readonly Field Seed = new("seed", new Number(0, 4_294_967_295));
    public static readonly Field Audio = new("audio", new Flag());
    public static readonly Field NegativePrompt = new("negativePrompt", new Text(1000));
    public static readonly Field VeoDuration = new("duration", new NumberChoice(4, 6, 8));
    public static readonly Field PromptExpansion = new("promptExpansionMode", new Choice("disabled", "balanced", "quality"));
    public static readonly Field ProresProfile = new(
        "proresProfile", new Choice("422", "4444", "422 Proxy", "422 LT", "422 HQ", "4444 XQ"));

    public static readonly Field Moderation =
        new("contentModeration", new Shape([new("publicFigureThreshold", new Choice("auto", "low"))]));

    public static readonly Field VideoFormat = new("outputFormat", new Choice(
        "mp4",
        "prores",
        "png_sequence",
        "hdr10",
        "hlg",
        "sdr_rec709_10bit",
        "hdr_pq_12bit_master",
        "hdr_prores",
        "hdr_png_sequence",
        "hdr_exr_sequence",
        "hdr_exr_acescg_sequence_1_3",
        "hdr_exr_acescg_sequence_2_0"));

    public static Field Prompt(int max, bool required = true, int min = 1) => new("promptText", new Text(max, min), required);

    public static Field Ratio(string[] ratios, bool required = false) => new("ratio", new Choice(ratios), required);

    public static Field Resolution(params string[] values) => new("resolution", new Choice(values));

    public static Field Duration(int min, int max, bool required = false) => new("duration", new Number(min, max), required);

    public static Field DurationOrAuto(int min, int max) => new("duration", new NumberOrAuto(min, max));

    public static Field OutputCount(int max) => new("outputCount", new Number(1, max));

    public static Field First(Frames frames) => new("promptImage", frames, true);

    public static Field ReferenceAudio(int max = 3) => new("referenceAudio", new Items(TypedMedia("audio", AssetKind.Audio), max));

    public static Field ReferenceVideos(int max = 3) => new("referenceVideos", new Items(TypedMedia("video", AssetKind.Video), max));

    /// <summary>Reference videos that are given without their type.</summary>
    public static Field UntypedVideos(int max = 3) =>
        new("referenceVideos", new Items(new Shape([new("uri", new MediaString(AssetKind.Video), true)]), max));

    public static Field References(int max) => new("references", new Items(Picture(), max));

    public static Field ReferenceImages(int max, bool tag = false, bool subject = false, int min = 0)
    {
        List<Field> more = tag ? [new("tag", new Text(16, 3, Tag()))] : [];
        if (subject)
        {
            more.Add(new Field("subject", new Choice("object", "human")));
        }

        return new Field("referenceImages", new Items(Picture([.. more]), max, min), min > 0);
    }

    /// <summary>A profile belongs to ProRes: any with <c>prores</c>, three of them with <c>hdr_prores</c>.</summary>
    public static JsonObject? ProfileNeedsProres(JsonElement body)
    {
        if (!body.TryGetProperty("proresProfile", out var profile))
        {
            return null;
        }

        var format = body.TryGetProperty("outputFormat", out var value) ? value.GetString() : null;
        var fits = format == "prores" || (format == "hdr_prores" && profile.GetString() is "422" or "422 HQ" or "4444");
        return fits ? null : Issue.Custom(IssuePath.Root.Field("proresProfile"), "proresProfile does not fit the outputFormat");
    }

    /// <summary>With first or last frames, Wan takes the size from the picture.</summary>
    public static JsonObject? FramesNeedAutomaticRatio(JsonElement body) =>
        body.TryGetProperty("ratio", out var ratio)
            && !Ratios.WanAuto.Contains(ratio.GetString())
            && HasPositions(body.GetProperty("promptImage"))
            ? Issue.InvalidValue(IssuePath.Root.Field("ratio"), Ratios.WanAuto)
            : null;

    public static JsonObject? TagsAreUnique(JsonElement body)
    {
        if (!body.TryGetProperty("referenceImages", out var images))
        {
            return null;
        }

        var tags = images.EnumerateArray().Where(image => image.TryGetProperty("tag", out _)).Select(
            image => image.GetProperty("tag").GetString()).ToList();
        return tags.Distinct().Count() == tags.Count ? null : Issue.Custom(IssuePath.Root.Field("referenceImages"), "Tags must be unique");
    }

    /// <summary>At most five people and nine objects among the references.</summary>
    public static JsonObject? SubjectsAreFew(JsonElement body)
    {
        if (!body.TryGetProperty("referenceImages", out var images))
        {
            return null;
        }

        int Count(string subject) =>
            images.EnumerateArray().Count(image => image.TryGetProperty("subject", out var value) && value.GetString() == subject);
        return Count("human") > 5 || Count("object") > 9
            ? Issue.Custom(IssuePath.Root.Field("referenceImages"), "At most 5 human and 9 object references are allowed")
            : null;
    }

    private static bool HasPositions(JsonElement promptImage) =>
        promptImage.ValueKind == JsonValueKind.String || promptImage.EnumerateArray().Any(image => image.TryGetProperty("position", out _));

    public static Shape TypedMedia(string type, AssetKind kind) =>
        new([new("type", new Choice(type), true), new("uri", new MediaString(kind), true)]);

    private static Shape Picture(params Field[] more) => new([new("uri", new MediaString(AssetKind.Image), true), .. more]);

    [GeneratedRegex("^[a-z][a-z0-9_]+$")]
    private static partial Regex Tag();
}
