using System.Text.Json;

namespace Atelier.Clients.AiHubMix;

/// <summary>Body of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingRequest
{
    /// <summary>Model id, such as <c>text-embedding-3-small</c>.</summary>
    public required string Model { get; init; }

    /// <summary>1 to 2,048 texts; none may be empty. Sent as a list.</summary>
    public required IReadOnlyList<string> Input { get; init; }

    /// <summary>Length of the vectors, at least 1; not for <c>text-embedding-ada-002</c>. Vendor's default: the model's own.</summary>
    public int? Dimensions { get; init; }

    /// <summary>
    /// <c>float</c> (vendor's default) or <c>base64</c> (32-bit floats, little-endian); both are read into the same vectors.
    /// </summary>
    public string? EncodingFormat { get; init; }

    /// <summary>A stable reference to the end user, free of personal data.</summary>
    public string? User { get; init; }
}

/// <summary>Vectors, one for each text.</summary>
public sealed record EmbeddingsResponse
{
    /// <summary>The vectors, by the place of their text.</summary>
    public required IReadOnlyList<EmbeddingVector> Data { get; init; }

    /// <summary>The model that made them, when told.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens read, when told.</summary>
    public ChatUsage? Usage { get; init; }

    /// <summary>The answer as the vendor sent it: OpenAI's embeddings object.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }
}

/// <summary>What one text means, as numbers.</summary>
/// <param name="Index">The text's place in <see cref="EmbeddingRequest.Input"/>, from 0.</param>
/// <param name="Values">The vector.</param>
public sealed record EmbeddingVector(int Index, ReadOnlyMemory<float> Values);

/// <summary>The answer as sent: a vector is a list of numbers or base64.</summary>
internal sealed record EmbeddingsWire
{
    public IReadOnlyList<EmbeddingRowWire?>? Data { get; init; }

    public string? Model { get; init; }

    public ChatUsage? Usage { get; init; }
}

internal sealed record EmbeddingRowWire
{
    public int? Index { get; init; }

    public JsonElement? Embedding { get; init; }
}
