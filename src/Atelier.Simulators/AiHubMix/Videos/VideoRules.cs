using System.Globalization;
using System.Text.Json;
using Atelier.Simulators.AiHubMix.Images;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>
/// Judges the body of <c>POST /v1/videos</c>. The gateway passes it through, so every family has its own fields, types and words of
/// refusal.
/// </summary>
internal static class VideoRules
{
    private const int LongestPrompt = 32_000;
    private static readonly int[] SoraSeconds = [4, 8, 12];
    private static readonly int[] SoraProSeconds = [4, 8, 12, 16, 20];
    private static readonly int[] VeoSeconds = [4, 6, 8];
    private static readonly string[] SoraSizes = ["720x1280", "1280x720", "1024x1792", "1792x1024"];
    private static readonly string[] VeoSizes = ["1280x720", "720x1280", "1920x1080", "1080x1920"];
    private static readonly string[] SoraFields = ["model", "prompt", "seconds", "size", "input_reference", "input_reference[image_url]"];

    /// <exception cref="Refusal">The model is unknown, or a field does not fit it.</exception>
    public static async Task<VideoOrder> ReadAsync(Fields fields, CancellationToken cancellationToken)
    {
        var model = fields.Required("model");
        return model switch
        {
            "sora-2" or "sora-2-pro" => await ReadSoraAsync(model, fields, cancellationToken),
            "veo-2.0-generate-001" or "veo-3.0-generate-preview" or "veo-3.1-generate-preview" or "veo-3.1-fast-generate-preview"
                or "veo-3.1-lite-generate-preview" => ReadVeo(model, fields),
            "wan2.7-i2v" or "happyhorse-1.0-t2v" or "happyhorse-1.0-i2v" => DashScopeRules.Read(model, fields),
            _ when FlatModels.All.TryGetValue(model, out var flat) => await ReadFlatAsync(flat, fields, cancellationToken),
            _ when model.StartsWith("doubao-seedance-", StringComparison.Ordinal) => SeedanceRules.Read(model, fields),
            _ when model.StartsWith("kling", StringComparison.Ordinal) => KlingRules.Read(model, fields),
            _ => throw Refusal.NoChannel(),
        };
    }

    public static string Prompt(Fields fields)
    {
        var prompt = fields.Text("prompt");
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw Refusal.Invalid("prompt is required", "prompt", "prompt_missing");
        }

        return prompt.Length <= LongestPrompt ? prompt : throw Refusal.Invalid("prompt is too long", "prompt", "prompt_too_long");
    }

    /// <summary>Seconds as number or text.</summary>
    public static int Seconds(Fields fields, int[] allowed, int usual)
    {
        var value = fields.Json("seconds");
        var seconds = value.ValueKind == JsonValueKind.Number || fields.IsForm
            ? fields.Whole("seconds", 1, 600) ?? usual
            : fields.Text("seconds") is not { } text ? usual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return allowed.Contains(seconds)
            ? seconds
            : throw Refusal.Invalid(
                $"Invalid value of seconds. Supported values are: {string.Join(", ", allowed)}.", "seconds", "invalid_value");
    }

    private static async Task<VideoOrder> ReadSoraAsync(string model, Fields fields, CancellationToken cancellationToken)
    {
        if (fields.Names.FirstOrDefault(name => !SoraFields.Contains(name)) is { } unknown)
        {
            throw Refusal.Invalid($"Unknown parameter: '{unknown}'.", unknown, "unknown_parameter");
        }

        var seconds = fields.Json("seconds");
        if (seconds.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.String))
        {
            throw Fields.WrongType("seconds", "one of '4', '8', or '12'", seconds);
        }

        var reference = fields.Json("input_reference");
        if (reference.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            throw Fields.WrongType("input_reference", "an object", reference);
        }

        if (reference.ValueKind == JsonValueKind.Object)
        {
            ImageFile.ExamineReference(Fields.Of(reference).Required("image_url"), "input_reference.image_url");
        }

        await CheckFilesAsync(fields, cancellationToken);
        if (fields.Text("input_reference[image_url]") is { } url)
        {
            ImageFile.ExamineReference(url, "input_reference.image_url");
        }

        var size = PixelSize.Parse(fields.Choice("size", SoraSizes))!.Value;
        return new VideoOrder(
            model, VideoFamily.Sora, Prompt(fields), Seconds(fields, model == "sora-2" ? SoraSeconds : SoraProSeconds, 4), size);
    }

    private static VideoOrder ReadVeo(string model, Fields fields)
    {
        var seconds = fields.Json("seconds");
        if (!fields.IsForm && seconds.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Number))
        {
            throw Fields.WrongType("seconds", "a number", seconds);
        }

        if (fields.Has("input_reference") || fields.Files("input_reference").Count > 0)
        {
            throw Refusal.Upstream("`inlineData` isn't supported by this model");
        }

        var length = fields.Whole("seconds", int.MinValue, int.MaxValue) ?? 8;
        if (!VeoSeconds.Contains(length))
        {
            throw Refusal.Upstream("durationSeconds out of bound. Supported values are 4, 6 and 8");
        }

        fields.Flag("generate_audio");
        return new VideoOrder(model, VideoFamily.Veo, Prompt(fields), length, VeoSize(model, fields.Text("size") ?? "720p"))
        {
            Seed = fields.Whole("seed", 0, int.MaxValue),
        };
    }

    private static PixelSize VeoSize(string model, string size) => size switch
    {
        "720p" => new PixelSize(1280, 720),
        "1080p" => new PixelSize(1920, 1080),
        "4k" when !model.StartsWith("veo-2", StringComparison.Ordinal) => new PixelSize(3840, 2160),
        _ when VeoSizes.Contains(size) => PixelSize.Parse(size)!.Value,
        _ => throw Refusal.Upstream($"The string value `{size}` for `resolution` is invalid"),
    };

    private static async Task<VideoOrder> ReadFlatAsync(FlatModel model, Fields fields, CancellationToken cancellationToken)
    {
        var reference = fields.Text("input_reference");
        var files = await CheckFilesAsync(fields, cancellationToken);
        if (reference is not null)
        {
            ImageFile.ExamineReference(reference, "input_reference");
        }

        var hasImage = reference is not null || files > 0;
        if (model.NeedsImage && !hasImage)
        {
            throw Refusal.Upstream($"input_reference is required for {model.Name}");
        }

        if (!model.TakesImage && hasImage)
        {
            throw Refusal.Upstream($"input_reference is not supported by {model.Name}");
        }

        var size = fields.Text("size") ?? model.Sizes[0];
        var pixels = model.Sizes.Contains(size) ? PixelSize.Parse(size)
            : model.AspectShortSide > 0 && size.Contains(':', StringComparison.Ordinal)
                ? PixelSize.OfShortSide(size, model.AspectShortSide)
                : null;
        return new VideoOrder(
            model.Name,
            VideoFamily.Flat,
            Prompt(fields),
            Seconds(fields, model.Seconds, 5),
            pixels ?? throw Refusal.Invalid($"The size '{size}' is not supported by {model.Name}.", "size", "size_not_supported"))
        {
            Seed = fields.Whole("seed", 0, int.MaxValue),
        };
    }

    private static async Task<int> CheckFilesAsync(Fields fields, CancellationToken cancellationToken)
    {
        var files = fields.Files("input_reference");
        foreach (var file in files)
        {
            await ImageFile.ExamineAsync(file, cancellationToken);
        }

        return files.Count;
    }
}
