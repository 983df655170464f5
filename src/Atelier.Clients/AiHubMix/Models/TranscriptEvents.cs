namespace Atelier.Clients.AiHubMix;

/// <summary>One event of a transcript sent while it is written.</summary>
public sealed record TranscriptEvent
{
    /// <summary>The next words, in all but the last event.</summary>
    public string? Delta { get; init; }

    /// <summary>A stretch by one speaker, where speakers are told apart.</summary>
    public TranscriptSegment? Segment { get; init; }

    /// <summary>The whole text, in the last event.</summary>
    public string? Text { get; init; }

    /// <summary>Tokens or seconds used, in the last event, when told.</summary>
    public TokenUsage? Usage { get; init; }
}

/// <summary>A stretch of a transcript.</summary>
public sealed record TranscriptSegment
{
    /// <summary>Where it begins, in seconds.</summary>
    public double? Start { get; init; }

    /// <summary>Where it ends, in seconds.</summary>
    public double? End { get; init; }

    /// <summary>Its words.</summary>
    public string? Text { get; init; }

    /// <summary>Who speaks, where speakers are told apart.</summary>
    public string? Speaker { get; init; }
}

/// <summary>A word with its time.</summary>
public sealed record TranscriptWord
{
    /// <summary>The word.</summary>
    public string? Word { get; init; }

    /// <summary>Where it begins, in seconds.</summary>
    public double? Start { get; init; }

    /// <summary>Where it ends, in seconds.</summary>
    public double? End { get; init; }
}
