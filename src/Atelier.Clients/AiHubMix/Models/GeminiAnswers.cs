using System.Text.Json;

namespace Atelier.Clients.AiHubMix;

/// <summary>Answer of a Gemini model: its first candidate.</summary>
public sealed record GenerateContentResponse
{
    /// <summary>Texts and media in order, thoughts left out; empty when the model answered nothing.</summary>
    public IReadOnlyList<GeneratedPart> Parts { get; init; } = [];

    /// <summary>Why it ended: <c>STOP</c>, or for what reason there is nothing, such as <c>IMAGE_SAFETY</c>.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Why the prompt was not answered at all, such as <c>PROHIBITED_CONTENT</c>.</summary>
    public string? BlockReason { get; init; }

    /// <summary>The vendor's own words on either reason, when there are any.</summary>
    public string? ReasonMessage { get; init; }

    /// <summary>Tokens used, thoughts counted as written, when told.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The vendor's answer, complete.</summary>
    public required JsonElement Body { get; init; }
}

/// <summary>A text or media that a Gemini model made.</summary>
public sealed record GeneratedPart
{
    /// <summary>The words.</summary>
    public string? Text { get; init; }

    /// <summary>The media itself.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Media type of <see cref="Bytes"/>, such as <c>image/png</c> or <c>audio/L16;codec=pcm;rate=24000</c>, when told.</summary>
    public string? ContentType { get; init; }
}
