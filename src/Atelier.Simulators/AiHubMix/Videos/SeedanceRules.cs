using System.Text.Json;
using Atelier.Simulators.AiHubMix.Images;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>
/// Seedance: <c>content</c> with roles, tokens for resolution and ratio; the flat <c>size</c> and <c>seconds</c> are mapped as well.
/// </summary>
internal static class SeedanceRules
{
    private static readonly string[] Ratios = ["16:9", "9:16", "4:3", "3:4", "21:9", "1:1", "9:21", "adaptive"];
    private static readonly string[] Roles = ["first_frame", "last_frame", "reference_image", "reference_video", "reference_audio"];

    /// <summary>Models with their shortest and longest video and whether they know references and 1080p.</summary>
    private static readonly Dictionary<string, (int Min, int Max, bool References, bool FullHd)> Models = new()
    {
        ["doubao-seedance-2-0-260128"] = (4, 15, true, true),
        ["doubao-seedance-2-0-fast-260128"] = (4, 15, true, false),
        ["doubao-seedance-1-0-pro-250528"] = (2, 12, false, true),
        ["doubao-seedance-1-0-pro-fast-251015"] = (2, 12, false, true),
        ["doubao-seedance-1-5-pro-251215"] = (4, 12, false, true),
    };

    public static VideoOrder Read(string model, Fields fields)
    {
        if (!Models.TryGetValue(model, out var facts))
        {
            throw Refusal.NoChannel();
        }

        var hasImage = CheckContent(model, fields.Json("content"), facts.References);
        var resolution = fields.Text("resolution") ?? fields.Text("size") ?? "720p";
        string[] resolutions = facts.FullHd ? ["480p", "720p", "1080p"] : ["480p", "720p"];
        if (!resolutions.Contains(resolution))
        {
            throw Refusal.Upstream(
                $"the parameter resolution specified in the request is not valid for model {model} in {(hasImage ? "i2v" : "t2v")}");
        }

        var ratio = fields.Text("ratio") ?? "16:9";
        if (!Ratios.Contains(ratio))
        {
            throw Refusal.Upstream($"the parameter ratio specified in the request is not valid for model {model}");
        }

        fields.Flag("watermark");
        fields.Flag("camera_fixed");
        fields.Flag("generate_audio");
        var shortSide = int.Parse(resolution.AsSpan(0, resolution.Length - 1), System.Globalization.CultureInfo.InvariantCulture);
        return new VideoOrder(
            model,
            VideoFamily.Seedance,
            VideoRules.Prompt(fields),
            Seconds(fields, facts.Min, facts.Max),
            PixelSize.OfShortSide(ratio == "adaptive" ? "16:9" : ratio, shortSide)!.Value)
        {
            Seed = fields.Whole("seed", -1, int.MaxValue) is >= 0 and var seed ? seed : null,
        };
    }

    private static int Seconds(Fields fields, int min, int max) => fields.Has("duration")
        ? fields.Whole("duration", min, max)!.Value
        : VideoRules.Seconds(fields, [.. Enumerable.Range(min, max - min + 1)], Math.Max(5, min));

    /// <summary>Whether a picture is among the content.</summary>
    private static bool CheckContent(string model, JsonElement content, bool references)
    {
        if (content.ValueKind == JsonValueKind.Undefined)
        {
            return false;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw Fields.WrongType("content", "an array", content);
        }

        var hasImage = false;
        foreach (var item in content.EnumerateArray().Select(Fields.Of))
        {
            var type = item.Choice("type", "text", "image_url", "video_url", "audio_url");
            if (type == "text")
            {
                item.Required("text");
                continue;
            }

            var role = item.Text("role") ?? "first_frame";
            if (!Roles.Contains(role))
            {
                throw Refusal.Upstream($"the parameter role `{role}` is not valid");
            }

            if (!references && role != "first_frame")
            {
                throw Refusal.Upstream($"task_type {(role == "last_frame" ? "flf2v" : "r2v")} does not support model {model}");
            }

            var url = item.Json(type) is { ValueKind: JsonValueKind.Object } holder
                ? Fields.Of(holder).Required("url")
                : throw Refusal.Upstream($"{type}.url is required");
            if (type == "image_url")
            {
                hasImage = true;
                ImageFile.ExamineReference(url, "content.image_url.url");
            }
        }

        return hasImage;
    }
}
