namespace Atelier.Clients.AiHubMix;

/// <summary>Answer of a prediction, whichever of the gateway's shapes it came in: pictures, or a task to ask for.</summary>
public sealed record Prediction
{
    /// <summary>The pictures, in order; empty when the model works as a task.</summary>
    public IReadOnlyList<PredictionImage> Images { get; init; } = [];

    /// <summary>
    /// The task's id for <see cref="AiHubMixClient.GetPredictionTaskAsync"/> when the model answers later (FLUX).
    /// </summary>
    public string? TaskId { get; init; }

    /// <summary>Tokens used, when told.</summary>
    public TokenUsage? Usage { get; init; }
}

/// <summary>One picture of a prediction: its bytes or a short-lived URL.</summary>
public sealed record PredictionImage
{
    /// <summary>The picture itself.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>Where it can be fetched for a short time.</summary>
    public string? Url { get; init; }

    /// <summary>Media type such as <c>image/png</c>, when told.</summary>
    public string? ContentType { get; init; }
}

/// <summary>A prediction that is answered later.</summary>
public sealed record PredictionTask
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is; a status we do not know counts as running.</summary>
    public required TaskState State { get; init; }

    /// <summary>The vendor's own word for the status.</summary>
    public string? Status { get; init; }

    /// <summary>The pictures, once <see cref="TaskState.Completed"/>.</summary>
    public IReadOnlyList<PredictionImage> Images { get; init; } = [];

    /// <summary>Why, once <see cref="TaskState.Failed"/>.</summary>
    public TaskError? Error { get; init; }
}
