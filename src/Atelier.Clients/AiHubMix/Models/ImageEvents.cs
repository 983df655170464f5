namespace Atelier.Clients.AiHubMix;

/// <summary>One event of a picture made in view.</summary>
public sealed record ImageEvent
{
    /// <summary>The picture as far as it is.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Number of this unfinished picture, from 0; <see langword="null"/> for a finished one.</summary>
    public int? PartialIndex { get; init; }

    /// <summary>Whether the picture is finished.</summary>
    public bool IsFinished => PartialIndex is null;

    /// <summary>Pixels, when told.</summary>
    public string? Size { get; init; }

    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>, when told.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>Tokens used, when told; with a finished picture only.</summary>
    public TokenUsage? Usage { get; init; }
}
