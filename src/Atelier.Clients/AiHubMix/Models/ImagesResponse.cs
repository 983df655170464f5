using System.Text.Json.Serialization;

namespace Atelier.Clients.AiHubMix;

/// <summary>Answer of the OpenAI-shaped image endpoints.</summary>
public sealed record ImagesResponse
{
    /// <summary>Seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>The pictures, in order.</summary>
    public IReadOnlyList<ImageItem> Data { get; init; } = [];

    /// <summary>Pixels of the pictures, when told.</summary>
    public string? Size { get; init; }

    /// <summary>Quality used, when told.</summary>
    public string? Quality { get; init; }

    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>, when told.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Background used, when told.</summary>
    public string? Background { get; init; }

    /// <summary>Tokens used, when told.</summary>
    public TokenUsage? Usage { get; init; }

    internal static ImagesResponse Of(ImagesWire wire, IReadOnlyList<ImageItem> items) => new()
    {
        Created = wire.Created,
        Data = items,
        Size = wire.Size,
        Quality = wire.Quality,
        OutputFormat = wire.OutputFormat,
        Background = wire.Background,
        Usage = wire.Usage,
    };
}

/// <summary>The answer as sent: an item may be missing, which the one made from it never is.</summary>
internal sealed record ImagesWire
{
    public long? Created { get; init; }

    public IReadOnlyList<ImageItem?>? Data { get; init; }

    public string? Size { get; init; }

    public string? Quality { get; init; }

    public string? OutputFormat { get; init; }

    public string? Background { get; init; }

    public TokenUsage? Usage { get; init; }
}

/// <summary>One picture: either its bytes or a short-lived URL.</summary>
public sealed record ImageItem
{
    /// <summary>The picture itself, decoded from base64 while reading.</summary>
    [JsonPropertyName("b64_json"), JsonConverter(typeof(Base64BytesConverter))]
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Where the picture can be fetched, for about an hour.</summary>
    public string? Url { get; init; }

    /// <summary>The prompt as the vendor rewrote it (DALL-E 3).</summary>
    public string? RevisedPrompt { get; init; }
}

/// <summary>Tokens an image or transcription call used.</summary>
public sealed record TokenUsage
{
    /// <summary>Tokens read.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Both together.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Seconds of audio, for models that charge by time.</summary>
    public double? Seconds { get; init; }
}
