using Atelier.Services.Artifacts.Media;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Artifacts;

/// <summary>Checks stored media against what a model's input takes.</summary>
internal static class MediaRules
{
    /// <summary>What is wrong, or <see langword="null"/>.</summary>
    public static ServiceError? Check(MediaInputRule rule, Upload media, string field)
    {
        if (MediaFormats.ClassOf(media.ContentType) != rule.Class)
        {
            return WrongClass(rule, media, field);
        }

        if (rule.Types.Count > 0 && !rule.Types.Contains(media.ContentType))
        {
            return new ServiceError(
                ErrorKind.Invalid, "unsupported_media_type", $"It is {media.ContentType}; this input takes {string.Join(", ", rule.Types)} only.", field);
        }

        if (media.Bytes > rule.MaxBytes)
        {
            return ArtifactErrors.TooLarge(rule.MaxBytes, field);
        }

        return rule.Class == "image" ? CheckSize(rule, media, field) : null;
    }

    private static ServiceError WrongClass(MediaInputRule rule, Upload media, string field) => rule.Class == "image"
        ? new ServiceError(ErrorKind.Invalid, "not_an_image", $"It is {media.ContentType}, but this input takes a picture (PNG, JPEG or WebP).", field)
        : new ServiceError(
            ErrorKind.Invalid,
            "unsupported_media_type",
            $"It is {media.ContentType}, but this input takes {(rule.Class == "audio" ? "a recording" : "a video")}.",
            field);

    private static ServiceError? CheckSize(MediaInputRule rule, Upload media, string field)
    {
        if (media is not { Width: { } width, Height: { } height })
        {
            return ArtifactErrors.NotAnImage(media.ContentType, field);
        }

        if ((long)width * height > rule.MaxPixels)
        {
            return ArtifactErrors.TooManyPixels(width, height, rule.MaxPixels, field);
        }

        if (Math.Min(width, height) < rule.MinSide)
        {
            return new ServiceError(
                ErrorKind.Invalid, "image_too_small", $"The picture has {width} x {height} pixels; each side must have at least {rule.MinSide}.", field);
        }

        return rule.Sizes.Count == 0 || rule.Sizes.Contains($"{width}x{height}")
            ? null
            : new ServiceError(
                ErrorKind.Invalid, "image_size_not_offered", $"The picture has {width}x{height} pixels; this input takes {string.Join(", ", rule.Sizes)} only.", field);
    }
}
