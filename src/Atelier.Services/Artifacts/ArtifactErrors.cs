using Atelier.Services.Artifacts.Media;

namespace Atelier.Services.Artifacts;

/// <summary>The expected errors of stored media, in one place.</summary>
internal static class ArtifactErrors
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(10);

    public static ServiceError NotFound(string what, string id, string? field = null) =>
        new(ErrorKind.NotFound, "not_found", $"There is no {what} '{(id.Length <= 100 ? id : id[..100])}'. It may have expired, or the id is mistyped.", field);

    public static ServiceError StoreAway(string? field = null) =>
        new(ErrorKind.Unavailable, "storage_unavailable", "The storage cannot be reached right now. Try again shortly.", field) { RetryAfter = StoreRetry };

    public static ServiceError Empty(string? field = null) =>
        new(ErrorKind.Invalid, "empty_file", "The file is empty. Send its bytes as the body, or as a part named 'file'.", field);

    public static ServiceError TooLarge(long limit, string? field = null) =>
        new(ErrorKind.TooLarge, "file_too_large", $"The file is larger than the {Megabytes(limit)} allowed here.", field);

    public static ServiceError Unsupported(string? type, string? field = null) => new(
        ErrorKind.UnsupportedMedia,
        "unsupported_media_type",
        $"The bytes are {(type is null ? "of no known type" : type)}, which is not taken. Taken are {MediaFormats.UploadableNames}.",
        field);

    public static ServiceError NotAnImage(string contentType, string? field = null) => new(
        ErrorKind.Invalid, "not_an_image", $"The file begins like {contentType} but is broken or cut off: its picture cannot be read. Save it again and retry.", field);

    public static ServiceError Broken(string contentType, string? field = null) => new(
        ErrorKind.Invalid, "broken_file", $"The file begins like {contentType} but is broken or cut off. Save it again and retry.", field);

    public static ServiceError TooManyPixels(long? width, long? height, long limit, string? field = null) => new(
        ErrorKind.Invalid, "image_too_large", $"The picture has {width} x {height} pixels; at most {limit} are taken. Make it smaller.", field);

    public static ServiceError Animated(string contentType, string? field = null) => new(
        ErrorKind.Invalid, "animated_picture", $"The file is {contentType} with several frames. Send one frame as a still picture, or a video.", field);

    public static string Megabytes(long bytes) => FormattableString.Invariant($"{bytes / 1_000_000m:0.##} MB");
}
