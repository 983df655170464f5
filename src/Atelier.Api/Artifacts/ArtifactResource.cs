using Atelier.Services.Artifacts;

namespace Atelier.Api.Artifacts;

/// <summary>A stored result.</summary>
internal sealed record ArtifactResource
{
    public required string Id { get; init; }

    public string Object { get; } = "artifact";

    public required string GenerationId { get; init; }

    /// <summary><c>result</c>, or the name of a derived file.</summary>
    public required string Kind { get; init; }

    public required string ContentType { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public double? DurationSeconds { get; init; }

    /// <summary>Where its content is on this host; asks for the same key.</summary>
    public required string Url { get; init; }

    public required DateTime CreatedAt { get; init; }

    public static ArtifactResource From(Artifact artifact) => new()
    {
        Id = artifact.Id,
        GenerationId = artifact.GenerationId,
        Kind = artifact.Kind,
        ContentType = artifact.ContentType,
        Bytes = artifact.Bytes,
        Sha256 = artifact.Sha256,
        Width = artifact.Width,
        Height = artifact.Height,
        DurationSeconds = artifact.DurationSeconds,
        Url = $"/api/v1/artifacts/{artifact.Id}/content",
        CreatedAt = artifact.CreatedAt.UtcDateTime,
    };
}
