namespace Atelier.Clients.AiHubMix;

/// <summary>A video under way or done, read from whichever of the gateway's shapes it came in.</summary>
public sealed record VideoTask
{
    /// <summary>Long, opaque and bound to the key that made it: store it as text, never take it apart.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is; a status we do not know counts as running.</summary>
    public required TaskState State { get; init; }

    /// <summary>The vendor's own word for the status.</summary>
    public string? Status { get; init; }

    /// <summary>The model, when told.</summary>
    public string? Model { get; init; }

    /// <summary>0 to 100, when told.</summary>
    public double? Progress { get; init; }

    /// <summary>Length in seconds, when told.</summary>
    public double? Seconds { get; init; }

    /// <summary>Width in pixels, when told.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, when told.</summary>
    public int? Height { get; init; }

    /// <summary>When the vendor deletes the file, when told.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// A URL of the result that some vendors add. <see cref="AiHubMixClient.OpenVideoContentAsync(string, CancellationToken)"/> comes first; this is for when it
    /// has nothing.
    /// </summary>
    public string? ResultUrl { get; init; }

    /// <summary>Why, once <see cref="TaskState.Failed"/>.</summary>
    public TaskError? Error { get; init; }
}
