using Atelier.Services.Artifacts;

namespace Atelier.Api.Uploads;

/// <summary>A stored input.</summary>
internal sealed record UploadResource
{
    /// <summary>What to give as <c>image</c>, <c>video</c>, <c>audio</c>, ... of a generation's input.</summary>
    public required string Id { get; init; }

    public string Object { get; } = "upload";

    /// <summary>Read from the bytes.</summary>
    public required string ContentType { get; init; }

    public string? FileName { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public double? DurationSeconds { get; init; }

    /// <summary>Where its content is on this host; asks for the same key.</summary>
    public required string Url { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When it may be removed.</summary>
    public required DateTime ExpiresAt { get; init; }

    public static UploadResource From(Upload upload) => new()
    {
        Id = upload.Id,
        ContentType = upload.ContentType,
        FileName = upload.FileName,
        Bytes = upload.Bytes,
        Sha256 = upload.Sha256,
        Width = upload.Width,
        Height = upload.Height,
        DurationSeconds = upload.DurationSeconds,
        Url = $"/api/v1/uploads/{upload.Id}/content",
        CreatedAt = upload.CreatedAt.UtcDateTime,
        ExpiresAt = upload.ExpiresAt.UtcDateTime,
    };
}
