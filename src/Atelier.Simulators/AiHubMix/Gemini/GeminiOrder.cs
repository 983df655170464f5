using System.Text;
using System.Text.Json;
using Atelier.Simulators.AiHubMix.Images;

namespace Atelier.Simulators.AiHubMix.Gemini;

/// <summary>A valid request in Google's form. Refusals are Google's as the gateway passes them on: an empty type and a number for a code.</summary>
internal sealed record GeminiOrder(string Prompt, int Inputs)
{
    private const long Megapixel = 1024 * 1024;
    private static readonly string[] Ratios = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"];

    public required PixelSize Size { get; init; }

    public required string SizeName { get; init; }

    public long? Seed { get; init; }

    /// <exception cref="Refusal">A field is missing, or does not fit the model.</exception>
    public static GeminiOrder Read(GeminiModel model, JsonElement body)
    {
        var (prompt, inputs) = Contents(Fields.Of(body).Json("contents"));
        var config = Part(Fields.Of(body).Json("generationConfig"));
        CheckModalities(model, config?.Json("responseModalities") ?? default);
        config?.Number("temperature", 0, 2);
        if (config?.Whole("candidateCount", 1, 8) is > 1)
        {
            throw Invalid("Multiple candidates is not enabled for this model");
        }

        var picture = Part(config?.Json("imageConfig") ?? default);
        var ratio = picture?.Text("aspectRatio") ?? Ratios[0];
        var size = picture?.Text("imageSize") ?? "1K";
        if (!Ratios.Contains(ratio) || (picture is not null && !model.Sizes.Contains(size)))
        {
            throw Invalid($"Invalid image config: aspect ratio '{ratio}', size '{size}'.");
        }

        var pixels = size switch { "4K" => 16 * Megapixel, "2K" => 4 * Megapixel, _ => Megapixel };
        return new GeminiOrder(prompt, inputs)
        {
            Size = PixelSize.OfAspect(ratio, pixels)!.Value,
            SizeName = size,
            Seed = config?.Whole("seed", 0, int.MaxValue),
        };
    }

    private static (string Prompt, int Inputs) Contents(JsonElement contents)
    {
        if (contents.ValueKind != JsonValueKind.Array || contents.GetArrayLength() == 0)
        {
            throw Invalid("* GenerateContentRequest.contents: contents is not specified");
        }

        var text = new StringBuilder();
        var inputs = 0;
        foreach (var part in contents.EnumerateArray().Select(Fields.Of).SelectMany(Parts))
        {
            text.Append(part.Text("text"));
            if (Part(Either(part, "inlineData", "inline_data")) is { } blob)
            {
                CheckPicture(blob);
                inputs++;
            }
        }

        return (text.ToString(), inputs);
    }

    private static IEnumerable<Fields> Parts(Fields turn)
    {
        if (turn.Text("role") is not (null or "user" or "model"))
        {
            throw Invalid("Please use a valid role: user, model.");
        }

        var parts = turn.Json("parts");
        return parts.ValueKind == JsonValueKind.Array && parts.GetArrayLength() > 0
            ? parts.EnumerateArray().Select(Fields.Of)
            : throw Invalid("Unable to submit request because it must have at least one part.");
    }

    private static void CheckPicture(Fields blob)
    {
        var type = (Either(blob, "mimeType", "mime_type") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null) ?? "";
        if (!type.StartsWith("image/", StringComparison.Ordinal))
        {
            throw Refusal.UnsupportedFile(type);
        }

        ImageFile.ExamineReference($"data:{type};base64,{blob.Required("data")}", "inline_data");
    }

    private static void CheckModalities(GeminiModel model, JsonElement modalities)
    {
        string[] wanted = modalities.ValueKind == JsonValueKind.Array
            ? [.. modalities.EnumerateArray().Select(word => word.ToString().ToUpperInvariant())]
            : [];
        var fits = model.Kind switch
        {
            GeminiKind.Speech => wanted is ["AUDIO"],
            GeminiKind.Picture => wanted.Length == 0 || wanted.Contains("IMAGE"),
            _ => wanted.All(word => word == "TEXT"),
        };
        if (!fits)
        {
            throw Invalid($"Model does not support the requested response modalities: {string.Join(',', wanted).ToLowerInvariant()}");
        }
    }

    private static JsonElement Either(Fields fields, string name, string otherwise) =>
        fields.Json(name) is { ValueKind: not JsonValueKind.Undefined } value ? value : fields.Json(otherwise);

    private static Fields? Part(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? null : Fields.Of(json);

    private static Refusal Invalid(string message) => new(400, message) { Type = "", Param = "", Code = 400 };
}
