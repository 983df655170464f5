using System.Text.Json;
using Atelier.Simulators.Calls;
using Atelier.Simulators.Http;

namespace Atelier.Simulators.AiHubMix.Images;

/// <summary>Reads a generation or an edit, in the order the gateway checks.</summary>
internal static class ImageRequest
{
    private const int MostImages = 16;

    public static ImageOrder ReadGeneration(SimulatedCall call, Fields fields) => Read(call, fields, inputs: 0);

    public static async Task<ImageOrder> ReadEditAsync(SimulatedCall call, Fields fields, CancellationToken cancellationToken)
    {
        var inputs = fields.IsForm ? await CheckFilesAsync(fields, cancellationToken) : CheckReferences(fields);
        var order = Read(call, fields, inputs);
        fields.Choice("input_fidelity", "low", "high");
        return order.Model.Edits
            ? order
            : throw Refusal.Invalid($"The model '{order.ModelName}' does not support image edits.", "model", "invalid_value");
    }

    private static ImageOrder Read(SimulatedCall call, Fields fields, int inputs)
    {
        var name = fields.Required("model");
        var model = ImageModels.Find(name);
        var prompt = fields.Text("prompt");
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw Refusal.Invalid("prompt is required", "prompt", "prompt_missing");
        }

        if (prompt.Length > model.LongestPrompt)
        {
            throw Refusal.Invalid($"prompt is too long, at most {model.LongestPrompt} characters", "prompt", "prompt_too_long");
        }

        var gpt = model.Style == ImageStyle.GptImage;
        if (gpt && fields.Has("response_format"))
        {
            throw Refusal.Invalid("Unknown parameter: 'response_format'.", "response_format", "unknown_parameter");
        }

        var sizeName = fields.Text("size");
        var size = model.CheckSize(sizeName);
        var quality = fields.Choice("quality", model.Qualities);
        var format = fields.Choice("output_format", "png", "jpeg", "webp");
        var background = fields.Choice("background", "auto", "transparent", "opaque");
        if (background == "transparent" && format == "jpeg")
        {
            throw Refusal.Invalid("Transparent background is not supported for JPEG output format.", "background", "invalid_value");
        }

        CheckRest(fields, model, format);
        return new ImageOrder(model, name, prompt, Count(fields, model), size, sizeName ?? size.ToString(), quality)
        {
            OutputFormat = format,
            Background = background,
            AsUrl = model.Style == ImageStyle.Url
                || (model.Style == ImageStyle.DallE && fields.Choice("response_format", "url", "b64_json") == "url"),
            Stream = gpt && fields.Flag("stream"),
            PartialImages = fields.Whole("partial_images", 0, 3) ?? 0,
            Inputs = inputs,
            Seed = SimulatorSeed.Derive(call.Path, name, prompt, size.ToString(), call.BodySha256),
        };
    }

    private static int Count(Fields fields, ImageModel model)
    {
        var count = fields.Whole("n", int.MinValue, int.MaxValue) ?? 1;
        return count >= 1 && count <= model.Most
            ? count
            : throw Refusal.Invalid($"invalid value of n, must be 1 to {model.Most}", "n", "n_not_within_range");
    }

    private static void CheckRest(Fields fields, ImageModel model, string format)
    {
        fields.Choice("moderation", "auto", "low");
        if (fields.Whole("output_compression", 0, 100) is < 100 && format == "png")
        {
            throw Refusal.Invalid(
                "Compression less than 100 is not supported for PNG output format.", "output_compression", "invalid_value");
        }

        if (fields.Has("style"))
        {
            if (model.Prefix != "dall-e-3")
            {
                throw Refusal.Invalid("Unknown parameter: 'style'.", "style", "unknown_parameter");
            }

            fields.Choice("style", "vivid", "natural");
        }
    }

    private static async Task<int> CheckFilesAsync(Fields fields, CancellationToken cancellationToken)
    {
        var images = fields.Files("image");
        CheckCount(images.Count, "image");
        PixelSize? first = null;
        foreach (var image in images)
        {
            var (size, _) = await ImageFile.ExamineAsync(image, cancellationToken);
            first ??= size;
        }

        foreach (var mask in fields.Files("mask"))
        {
            var (size, format) = await ImageFile.ExamineAsync(mask, cancellationToken);
            if (format != SkiaSharp.SKEncodedImageFormat.Png || size != first)
            {
                throw Refusal.Invalid("Invalid mask image: it must be a PNG of the same size as the first image.", "mask", "invalid_image");
            }
        }

        return images.Count;
    }

    private static int CheckReferences(Fields fields)
    {
        var images = fields.Json("images");
        var count = images.ValueKind == JsonValueKind.Array ? images.GetArrayLength() : 0;
        CheckCount(count, "images");
        for (var index = 0; index < count; index++)
        {
            var name = $"images[{index}].image_url";
            var url = Fields.Of(images[index]).Text("image_url")
                ?? throw Refusal.Invalid($"Missing required parameter: '{name}'.", name, "missing_required_parameter");
            ImageFile.ExamineReference(url, name);
        }

        return count;
    }

    private static void CheckCount(int count, string name)
    {
        if (count == 0)
        {
            throw Refusal.Invalid($"Missing required parameter: '{name}'.", name, "missing_required_parameter");
        }

        if (count > MostImages)
        {
            throw Refusal.Invalid($"Invalid '{name}': too many images, at most {MostImages}.", name, "invalid_value");
        }
    }
}
