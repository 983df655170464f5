using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>
/// Pictures in the unified predictions form. Our names become those of the vendor in the model's prefix; names that are not ours are
/// passed on, because each model there reads its own.
/// </summary>
internal static class AiHubMixPredictionRequestMapper
{
    // None of the models there takes these, and passed on they would mean nothing.
    private static readonly string[] OursAlone =
    [
        "image", "mask", "last_image", "reference_images", "video", "audio", "style", "format", "count", "size", "aspect_ratio",
        "text", "voice", "duration", "messages",

        // Its length is the count.
        "sequential_image_generation_options",
    ];

    private static readonly JsonElement WebSearch = JsonElement.Parse("""[{"type":"web_search"}]""");

    private static readonly IReadOnlyDictionary<string, JsonElement> NothingRenamed = new Dictionary<string, JsonElement>();

    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static PredictionRequest Map(AiHubMixInput input)
    {
        var vendor = input.Model.Split('/')[0].ToLowerInvariant();
        (PredictionInput mapped, IReadOnlyDictionary<string, JsonElement> renamed) = vendor switch
        {
            "openai" => (OpenAi(input), NothingRenamed),
            "bfl" => (Flux(input), NothingRenamed),
            "bailian" => (Bailian(input), NothingRenamed),
            "google" => Imagen(input),
            "ideogram" => (Common(input) with { N = Count(input), AspectRatio = Ratio(input)?.Replace(':', 'x') }, NothingRenamed),
            "doubao" => Doubao(input),
            "qianfan" => (Qianfan(input), NothingRenamed),
            _ => (Proxied(input), NothingRenamed),
        };
        var rest = input.TakeRest(OursAlone);
        foreach (var (name, value) in renamed)
        {
            rest[name] = value;
        }

        return new PredictionRequest { Input = mapped with { AdditionalFields = rest.Count > 0 ? rest : null } };
    }

    private static PredictionInput Common(AiHubMixInput input) => new()
    {
        Prompt = input.Values.RequiredText("prompt"),
        NegativePrompt = input.Values.Text("negative_prompt"),
        Seed = input.Values.Integer("seed"),
        Quality = input.Values.Text("quality"),
    };

    private static PredictionInput Proxied(AiHubMixInput input) => Common(input) with
    {
        N = Count(input),
        AspectRatio = Ratio(input),
        Image = input.DataUri("image"),
        OutputFormat = input.Values.Text("format"),
    };

    // Several pictures go as a list under the same name.
    private static (PredictionInput Input, IReadOnlyDictionary<string, JsonElement> Renamed) Doubao(AiHubMixInput input)
    {
        var images = input.DataUris("image");
        var series = input.Values.Text("sequential_image_generation");
        var isSeries = series is "auto";
        var count = Count(input);
        var mapped = Common(input) with
        {
            // A series may be as long as was agreed to, and no longer: the vendor's own default is 15 pictures.
            N = isSeries ? null : count,
            SequentialImageGeneration = series,
            SequentialImageGenerationOptions = isSeries ? new SequentialImageOptions(count ?? 1) : null,
            Size = SizeOnly(input),
            Image = images.Count == 1 ? images[0] : null,
            Watermark = input.Values.Flag("watermark"),
        };
        var renamed = new Dictionary<string, JsonElement>();
        if (images.Count > 1)
        {
            renamed["image"] = JsonSerializer.SerializeToElement(images);
        }

        if (input.Values.Flag("web_search") == true)
        {
            renamed["tools"] = WebSearch;
        }

        return (mapped, renamed);
    }

    // Baidu's own models name the picture otherwise than Qwen does behind the same prefix.
    private static PredictionInput Qianfan(AiHubMixInput input)
    {
        var picture = input.DataUri("image");
        var isQwen = input.Model.Contains("/qwen", StringComparison.OrdinalIgnoreCase);
        return Common(input) with
        {
            N = Count(input),
            Size = SizeOnly(input),
            Image = isQwen ? picture : null,
            ReferImage = isQwen ? null : picture,
            Watermark = input.Values.Flag("watermark"),
            Guidance = input.Values.Number("guidance"),
        };
    }

    private static PredictionInput OpenAi(AiHubMixInput input) => Common(input) with
    {
        N = Count(input),
        Size = AiHubMixSizes.Picture(input, AiHubMixSizes.GptImage2),
        Image = input.DataUri("image"),
        OutputFormat = input.Values.Text("format"),
        Background = input.Values.Text("background"),
        Moderation = input.Values.Text("moderation"),
        InputFidelity = input.Values.Text("input_fidelity"),
    };

    private static PredictionInput Flux(AiHubMixInput input)
    {
        var pixels = input.Values.Size("size");
        return Common(input) with
        {
            N = Count(input),
            AspectRatio = input.Values.Text("aspect_ratio"),
            InputImage = input.DataUri("image"),
            OutputFormat = input.Values.Text("format"),
            SafetyTolerance = input.Values.Int32("safety_tolerance"),
            Raw = input.Values.Flag("raw"),
            Width = pixels?.Width,
            Height = pixels?.Height,
        };
    }

    // Alibaba's models write their sizes with a star.
    private static PredictionInput Bailian(AiHubMixInput input) => Common(input) with
    {
        N = Count(input),
        Size = SizeOnly(input)?.Replace('x', '*'),
        Images = input.DataUris("image") is { Count: > 0 } images ? images : null,
        Watermark = input.Values.Flag("watermark"),
        PromptExtend = input.Values.Flag("prompt_extend"),
        ThinkingMode = input.Values.Flag("thinking_mode"),
    };

    // Google's models keep the names of their own interface.
    private static (PredictionInput Input, IReadOnlyDictionary<string, JsonElement> Renamed) Imagen(AiHubMixInput input)
    {
        var renamed = new Dictionary<string, JsonElement>();
        if (input.Values.Value("count") is { } count)
        {
            renamed["numberOfImages"] = count;
        }

        if (input.Values.Value("aspect_ratio") is { } ratio)
        {
            renamed["aspectRatio"] = ratio;
        }

        return (Common(input), renamed);
    }

    private static int? Count(AiHubMixInput input) => input.Values.Int32("count");

    private static string? SizeOnly(AiHubMixInput input) => AiHubMixSizes.SizeOrRatio(input) switch
    {
        (_, not null) => throw new InvalidInputException("aspect_ratio", $"{input.Model} takes 'size' instead of 'aspect_ratio'."),
        var (size, _) => size,
    };

    private static string? Ratio(AiHubMixInput input) => AiHubMixSizes.SizeOrRatio(input) switch
    {
        (not null, _) => throw new InvalidInputException("size", $"{input.Model} takes 'aspect_ratio' instead of 'size'."),
        var (_, ratio) => ratio,
    };
}
