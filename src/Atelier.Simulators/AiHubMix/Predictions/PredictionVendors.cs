using System.Text.Json;
using Atelier.Simulators.AiHubMix.Images;

namespace Atelier.Simulators.AiHubMix.Predictions;

/// <summary>The vendors and what their <c>input</c> may hold besides the prompt.</summary>
internal static class PredictionVendors
{
    private const long Megapixel = 1024 * 1024;
    private static readonly PixelSize Square = new(1024, 1024);

    public static readonly IReadOnlyList<PredictionVendor> All =
    [
        new("openai", OutputShape.Base64Object, ["gpt-image-", "dall-e-", "chatgpt-image-"], ReadOpenAi),
        // An old misprint of the documentation that old clients still send.
        new("opanai", OutputShape.Base64Object, ["gpt-image-", "dall-e-", "chatgpt-image-"], ReadOpenAi),
        new("google", OutputShape.BytesItems, ["imagen-"], ReadImagen),
        new("bfl", OutputShape.TaskItems, ["flux-", "FLUX"], ReadFlux),
        new("ideogram", OutputShape.UrlList, ["V"], ReadIdeogram),
        new("stability", OutputShape.UrlItems, ["Stable-Diffusion-3-5-", "stable-"], ReadStability),
        new("doubao", OutputShape.UrlItems, ["doubao-seedream-"], ReadDoubao),
        new("qianfan", OutputShape.UrlItems, ["qwen-image", "irag-", "ernie-irag-"], ReadQianfan),
        new("bailian", OutputShape.UrlItems, ["wan2", "qwen-image"], ReadBailian),
    ];

    private static PredictionOrder ReadOpenAi(string model, Fields input)
    {
        var size = input.Choice("size", "auto", "1024x1024", "1024x1536", "1536x1024");
        if (CheckImages(input, "image") && input.Has("moderation"))
        {
            throw Refusal.Invalid("moderation is not allowed with an input image", "moderation", "invalid_value");
        }

        input.Choice("moderation", "auto", "low");
        input.Choice("background", "auto", "transparent", "opaque");
        input.Choice("input_fidelity", "low", "high");
        return new PredictionOrder(PixelSize.Parse(size) ?? Square, Count(input, "n", 10, 1))
        {
            Quality = input.Choice("quality", "auto", "low", "medium", "high"),
            Format = input.Choice("output_format", "png", "jpeg", "webp"),
        };
    }

    private static PredictionOrder ReadImagen(string model, Fields input) =>
        new(
            Aspect(input, "aspectRatio", "1:1", "3:4", "4:3", "9:16", "16:9"),
            Count(input, input.Has("sampleCount") ? "sampleCount" : "numberOfImages", 4, 4));

    private static PredictionOrder ReadFlux(string model, Fields input)
    {
        input.Number("safety_tolerance", 0, CheckImages(input, "input_image") ? 2 : 6);
        input.Flag("raw");
        var size = (input.Whole("width", 256, 4096), input.Whole("height", 256, 4096)) switch
        {
            ({ } width, { } height) => new PixelSize(width, height),
            (null, null) => Flux(input.Text("aspect_ratio") ?? "16:9"),
            _ => throw Refusal.Invalid("width and height must be given together", "width", "size_not_supported"),
        };
        return new PredictionOrder(size) { Seed = input.Whole("seed", 0, int.MaxValue) };
    }

    private static PixelSize Flux(string aspect) =>
        PixelSize.OfAspect(aspect, Megapixel) is { } size && size.Width * 9 <= size.Height * 22 && size.Height * 9 <= size.Width * 22
            ? size
            : throw NoSize(aspect, "aspect_ratio");

    private static PredictionOrder ReadIdeogram(string model, Fields input)
    {
        input.Choice("rendering_speed", "DEFAULT", "FLASH", "TURBO", "SPEED", "QUALITY");
        var aspect = input.Text("aspect_ratio") ?? "1x1";
        var size = aspect.Contains('x', StringComparison.Ordinal) ? PixelSize.OfAspect(aspect, Megapixel) : null;
        return new PredictionOrder(size ?? throw NoSize(aspect, "aspect_ratio"), Count(input, "n", 8, 1))
        {
            Seed = input.Whole("seed", 0, int.MaxValue),
        };
    }

    private static PredictionOrder ReadStability(string model, Fields input) =>
        new(Aspect(input, "aspect_ratio", "1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"))
        {
            Format = input.Choice("output_format", "png", "jpeg", "webp"),
            Seed = input.Whole("seed", 0, int.MaxValue),
        };

    private static PredictionOrder ReadDoubao(string model, Fields input)
    {
        CheckImages(input, "image");
        input.Flag("watermark");
        if (input.Flag("stream"))
        {
            throw Refusal.Invalid("stream must be false", "stream", "invalid_value");
        }

        var series = input.Choice("sequential_image_generation", "disabled", "auto") == "auto";
        var options = input.Json("sequential_image_generation_options");
        var most = options.ValueKind == JsonValueKind.Object ? Fields.Of(options).Whole("max_images", 1, 15) : null;
        return new PredictionOrder(
            Token(input.Text("size") ?? "2K", small: !model.Contains("4-5", StringComparison.Ordinal)),
            series ? most ?? 15 : Count(input, "n", 10, 1))
        {
            AsBytes = input.Choice("response_format", "url", "base64_json") == "base64_json",
            Seed = input.Whole("seed", -1, int.MaxValue) is >= 0 and var seed ? seed : null,
        };
    }

    private static PredictionOrder ReadQianfan(string model, Fields input)
    {
        CheckImages(input, "image");
        CheckImages(input, "refer_image");
        input.Number("guidance", 0, 30);
        var size = input.Text("size") ?? "1024x1024";
        string[] sizes = ["512x512", "768x512", "768x1024", "1024x576", "576x1024", "1024x1024"];
        return sizes.Contains(size.Replace('*', 'x'))
            ? new PredictionOrder(PixelSize.Parse(size)!.Value, Count(input, "n", 10, 1)) { Seed = input.Whole("seed", 0, int.MaxValue) }
            : throw NoSize(size, "size");
    }

    private static PredictionOrder ReadBailian(string model, Fields input)
    {
        CheckImages(input, "images");
        input.Flag("prompt_extend");
        input.Flag("thinking_mode");
        var size = input.Text("size") ?? "1024*1024";
        if (size.Contains('x', StringComparison.Ordinal))
        {
            throw NoSize(size, "size");
        }

        return new PredictionOrder(Token(size, small: true), Count(input, "n", 10, 1)) { Seed = input.Whole("seed", 0, int.MaxValue) };
    }

    private static PixelSize Token(string size, bool small) => size switch
    {
        "1K" when small => Square,
        "2K" => new PixelSize(2048, 2048),
        "4K" => new PixelSize(4096, 4096),
        _ when PixelSize.Parse(size) is { Width: >= 256 and <= 4096, Height: >= 256 and <= 4096 } pixels => pixels,
        _ => throw NoSize(size, "size"),
    };

    private static PixelSize Aspect(Fields input, string name, params string[] aspects) =>
        PixelSize.OfAspect(input.Choice(name, aspects), Megapixel)!.Value;

    private static int Count(Fields input, string name, int most, int usual)
    {
        var count = input.Whole(name, int.MinValue, int.MaxValue) ?? usual;
        return count >= 1 && count <= most
            ? count
            : throw Refusal.Invalid($"invalid value of {name}, must be 1 to {most}", name, "n_not_within_range");
    }

    /// <summary>Judges one picture or several; false when there are none.</summary>
    private static bool CheckImages(Fields input, string name)
    {
        var value = input.Json(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return false;
            case JsonValueKind.String:
                ImageFile.ExamineReference(value.GetString()!, name);
                return true;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    ImageFile.ExamineReference(item.ValueKind == JsonValueKind.String ? item.GetString()! : "", name);
                }

                return value.GetArrayLength() > 0;
            default:
                throw Fields.WrongType(name, "a string or an array", value);
        }
    }

    private static Refusal NoSize(string size, string name) =>
        Refusal.Invalid($"The size '{size}' is not supported by this model.", name, "size_not_supported");
}
