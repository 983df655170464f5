using System.Globalization;
using Atelier.Services.Artifacts.Media;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Artifacts;

/// <summary>Checks stored media against what a model's input takes.</summary>
internal static class MediaRules
{
    // A file of "thirty seconds" ends with a frame or a packet that reaches beyond them.
    private const double ReadingError = 0.1;

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

        return rule.Class == "image" ? CheckSize(rule, media, field) : CheckPlayed(rule, media, field);
    }

    /// <summary>What cannot be read from the file is left to the vendor.</summary>
    private static ServiceError? CheckPlayed(MediaInputRule rule, Upload media, string field)
    {
        if (media is { Width: { } width, Height: { } height } && (long)width * height > rule.MaxPixels)
        {
            return new ServiceError(
                ErrorKind.Invalid,
                "video_too_large",
                $"The video has {width} x {height} pixels; this input takes at most {rule.MaxPixels} in all.",
                field);
        }

        return (media.DurationSeconds, rule.MinSeconds, rule.MaxSeconds) switch
        {
            ({ } seconds, { } least, _) when seconds < least =>
                new ServiceError(ErrorKind.Invalid, "media_too_short", Plays(seconds, $"at least {Number(least)}"), field),
            ({ } seconds, _, { } most) when seconds > most + ReadingError =>
                new ServiceError(ErrorKind.Invalid, "media_too_long", Plays(seconds, $"at most {Number(most)}"), field),
            _ => null,
        };
    }

    private static string Plays(double seconds, string takes) =>
        $"It plays for {Number(Math.Round(seconds, 2))} seconds; this input takes {takes}.";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

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

        if (Math.Max(width, height) > rule.MaxSide)
        {
            return new ServiceError(
                ErrorKind.Invalid, "image_too_large", $"The picture has {width} x {height} pixels; each side may have at most {rule.MaxSide}.", field);
        }

        if (rule.MaxAspect is { } aspect && Math.Max(width, height) > aspect * Math.Min(width, height))
        {
            return new ServiceError(
                ErrorKind.Invalid,
                "image_shape_not_offered",
                $"The picture has {width} x {height} pixels; its longer side may be at most {Number(aspect)} times as long as its shorter one.",
                field);
        }

        return rule.Sizes.Count == 0 || rule.Sizes.Contains($"{width}x{height}")
            ? null
            : new ServiceError(
                ErrorKind.Invalid, "image_size_not_offered", $"The picture has {width}x{height} pixels; this input takes {string.Join(", ", rule.Sizes)} only.", field);
    }
}
