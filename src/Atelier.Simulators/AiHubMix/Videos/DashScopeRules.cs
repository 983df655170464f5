using System.Text.Json;
using Atelier.Simulators.AiHubMix.Images;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>The models that keep the vendor's own nested body: <c>input</c> with <c>media</c>, and <c>parameters</c>.</summary>
internal static class DashScopeRules
{
    public static VideoOrder Read(string model, Fields fields)
    {
        if (fields.IsForm || fields.Json("input") is not { ValueKind: JsonValueKind.Object } nested)
        {
            throw Refusal.Invalid("Required body invalid, please check the request body: input is required", "input", "InvalidParameter");
        }

        var input = Fields.Of(nested);
        CheckMedia(model, input.Json("media"));
        var parameters = fields.Json("parameters") is { ValueKind: JsonValueKind.Object } given ? Fields.Of(given) : null;
        var resolution = parameters?.Choice("resolution", "720P", "1080P") ?? "720P";
        var aspect = parameters?.Text("aspect_ratio") ?? "16:9";
        parameters?.Flag("prompt_extend");
        parameters?.Flag("watermark");
        var size = PixelSize.OfShortSide(aspect, resolution == "720P" ? 720 : 1080);
        return new VideoOrder(
            model,
            VideoFamily.DashScope,
            VideoRules.Prompt(input),
            parameters?.Whole("duration", 2, 15) ?? 5,
            size ?? throw Refusal.Invalid($"aspect_ratio '{aspect}' is invalid", "aspect_ratio", "InvalidParameter"))
        {
            Seed = parameters?.Whole("seed", 0, int.MaxValue),
        };
    }

    private static void CheckMedia(string model, JsonElement media)
    {
        var wantsImage = model.EndsWith("-i2v", StringComparison.Ordinal);
        string[] roles = model == "wan2.7-i2v" ? ["first_frame", "last_frame"] : ["first_frame"];
        var items = media.ValueKind == JsonValueKind.Array ? media.EnumerateArray().Select(Fields.Of).ToList() : [];
        foreach (var item in items)
        {
            if (!wantsImage || !roles.Contains(item.Required("type")))
            {
                throw Refusal.Invalid($"media type '{item.Text("type")}' is not supported by {model}", "media", "InvalidParameter");
            }

            ImageFile.ExamineReference(item.Required("url"), "media.url");
        }

        if (wantsImage && items.All(item => item.Text("type") != "first_frame"))
        {
            throw Refusal.Invalid("media must contain a first_frame", "media", "InvalidParameter");
        }
    }
}
