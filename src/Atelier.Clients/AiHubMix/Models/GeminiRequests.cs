using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Body of <c>POST /gemini/v1beta/models/{model}:generateContent</c>, in Google's own form. What is left <see langword="null"/> is not sent.
/// </summary>
public sealed record GenerateContentRequest
{
    /// <summary>The conversation; the last turn is the one to answer.</summary>
    public required IReadOnlyList<GeminiContent> Contents { get; init; }

    /// <summary>What the model is told beforehand.</summary>
    public GeminiContent? SystemInstruction { get; init; }

    /// <summary>How to answer. A picture must be asked for here.</summary>
    public GeminiGenerationConfig? GenerationConfig { get; init; }

    /// <summary>All other fields, under Google's own names (<c>safetySettings</c>, <c>tools</c>, ...).</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>One turn of the conversation.</summary>
public sealed record GeminiContent
{
    /// <summary><c>user</c> or <c>model</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Texts and media of the turn.</summary>
    public required IReadOnlyList<GeminiPart> Parts { get; init; }

    /// <summary>What a user says and shows.</summary>
    /// <param name="parts">Texts and media, in order.</param>
    public static GeminiContent OfUser(params IReadOnlyList<GeminiPart> parts) => new() { Role = "user", Parts = parts };
}

/// <summary>A text, or media inside the request.</summary>
public sealed record GeminiPart
{
    /// <summary>The words.</summary>
    public string? Text { get; init; }

    /// <summary>The media.</summary>
    public GeminiBlob? InlineData { get; init; }

    /// <summary>A part of words.</summary>
    public static GeminiPart OfText(string text) => new() { Text = text };

    /// <summary>A part of media.</summary>
    /// <param name="mimeType">Such as <c>image/png</c>.</param>
    /// <param name="base64">The bytes as base64, without a <c>data:</c> prefix.</param>
    public static GeminiPart OfData(string mimeType, string base64) => new() { InlineData = new GeminiBlob(mimeType, base64) };
}

/// <summary>Media inside a request.</summary>
/// <param name="MimeType">Such as <c>image/png</c>.</param>
/// <param name="Data">The bytes as base64.</param>
public sealed record GeminiBlob(string MimeType, string Data);

/// <summary>How a Gemini model answers.</summary>
public sealed record GeminiGenerationConfig
{
    /// <summary><c>TEXT</c>, <c>IMAGE</c>, <c>AUDIO</c>: pictures come from picture models that are asked for both text and image.</summary>
    public IReadOnlyList<string>? ResponseModalities { get; init; }

    /// <summary>Shape and size of the picture.</summary>
    public GeminiImageConfig? ImageConfig { get; init; }

    /// <summary>Voices, as Google's documentation writes them, for speech models asked for <c>AUDIO</c>.</summary>
    public JsonElement? SpeechConfig { get; init; }

    /// <summary>0 to 2.</summary>
    public double? Temperature { get; init; }

    /// <summary>Seed for a repeatable answer, as far as the model keeps to it.</summary>
    public long? Seed { get; init; }

    /// <summary>All other fields, under Google's own names (<c>topP</c>, <c>thinkingConfig</c>, ...).</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Shape and size of a picture.</summary>
public sealed record GeminiImageConfig
{
    /// <summary>Such as <c>16:9</c>. Vendor's default: that of a picture handed in, or 1:1.</summary>
    public string? AspectRatio { get; init; }

    /// <summary><c>1K</c>, <c>2K</c> or <c>4K</c>, from the third generation of models on.</summary>
    public string? ImageSize { get; init; }
}
