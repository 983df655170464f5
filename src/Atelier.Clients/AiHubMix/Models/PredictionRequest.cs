using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Clients.AiHubMix;

/// <summary>Body of <c>POST /v1/models/{vendor}/{model}/predictions</c>.</summary>
public sealed record PredictionRequest
{
    /// <summary>What the model reads.</summary>
    public required PredictionInput Input { get; init; }
}

/// <summary>
/// Input of a prediction. Each model reads its own part of these names; what is <see langword="null"/> is not sent.
/// </summary>
public sealed record PredictionInput
{
    /// <summary>What to draw.</summary>
    public required string Prompt { get; init; }

    /// <summary>What to avoid, where the model knows it.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Pixels or a class such as <c>2K</c>; some models write <c>1024*1024</c>.</summary>
    public string? Size { get; init; }

    /// <summary>How many pictures.</summary>
    public int? N { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or <c>auto</c>.</summary>
    public string? Quality { get; init; }

    /// <summary>Such as <c>16:9</c>.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>Seed for a repeatable picture.</summary>
    public long? Seed { get; init; }

    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary><c>auto</c>, <c>transparent</c> or <c>opaque</c>.</summary>
    public string? Background { get; init; }

    /// <summary><c>auto</c> or <c>low</c>; not together with a picture.</summary>
    public string? Moderation { get; init; }

    /// <summary>Input picture as URL or data URL (OpenAI, Doubao, Qwen).</summary>
    public string? Image { get; init; }

    /// <summary>Input pictures (Bailian).</summary>
    public IReadOnlyList<string>? Images { get; init; }

    /// <summary>Input picture (FLUX).</summary>
    public string? InputImage { get; init; }

    /// <summary>FLUX: 0 (strict) to 6.</summary>
    public int? SafetyTolerance { get; init; }

    /// <summary>Ideogram: <c>QUALITY</c>, <c>SPEED</c> and others.</summary>
    public string? RenderingSpeed { get; init; }

    /// <summary>Width in pixels (FLUX).</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels (FLUX).</summary>
    public int? Height { get; init; }

    /// <summary>Whether the vendor stamps its mark (Doubao, Qwen, Bailian; their default: true).</summary>
    public bool? Watermark { get; init; }

    /// <summary>Whether the vendor rewrites the prompt (Bailian).</summary>
    public bool? PromptExtend { get; init; }

    /// <summary><c>url</c> or <c>base64_json</c> (Doubao).</summary>
    public string? ResponseFormat { get; init; }

    /// <summary><c>low</c> or <c>high</c>: how closely the input picture is kept (OpenAI).</summary>
    public string? InputFidelity { get; init; }

    /// <summary>Input picture as URL or data URL (irag models of Qianfan).</summary>
    public string? ReferImage { get; init; }

    /// <summary>How closely the prompt is followed, such as 7.5 (irag models of Qianfan).</summary>
    public double? Guidance { get; init; }

    /// <summary>Whether the picture looks less processed (FLUX).</summary>
    public bool? Raw { get; init; }

    /// <summary>Whether the model thinks before it draws (Bailian).</summary>
    public bool? ThinkingMode { get; init; }

    /// <summary><c>auto</c> for a series of pictures, or <c>disabled</c> (Doubao).</summary>
    public string? SequentialImageGeneration { get; init; }

    /// <summary>How long the series may be (Doubao).</summary>
    public SequentialImageOptions? SequentialImageGenerationOptions { get; init; }

    /// <summary>Fields beside these, under the vendor's own names.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>How long a series of Doubao pictures may be.</summary>
/// <param name="MaxImages">1 to 15; pictures handed in count too. Vendor's default: 15.</param>
public sealed record SequentialImageOptions(int MaxImages);
