using Atelier.Services.Credits;

namespace Atelier.Services.Artifacts;

/// <summary>A stored result.</summary>
public sealed record Artifact
{
    /// <summary>Id, <c>art_...</c>.</summary>
    public required string Id { get; init; }

    public required string GenerationId { get; init; }

    public required string UserId { get; init; }

    public required Book Book { get; init; }

    /// <summary>Position among the generation's results, from 0.</summary>
    public required int Index { get; init; }

    /// <summary><c>result</c>; derived files such as thumbnails have names of their own.</summary>
    public required string Kind { get; init; }

    public required string ContentType { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the stored bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public double? DurationSeconds { get; init; }

    /// <summary>Where the store keeps it.</summary>
    public required string StoreKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A stored input.</summary>
public sealed record Upload
{
    /// <summary>Id, <c>upl_...</c>.</summary>
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required Book Book { get; init; }

    public required string ContentType { get; init; }

    public string? FileName { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the stored bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public double? DurationSeconds { get; init; }

    public required string StoreKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it may be removed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
