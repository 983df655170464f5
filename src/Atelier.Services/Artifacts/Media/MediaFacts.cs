namespace Atelier.Services.Artifacts.Media;

/// <summary>What the headers of a file tell. Everything is <see langword="null"/> that they do not.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="DurationSeconds">Playing time.</param>
internal readonly record struct MediaFacts(int? Width = null, int? Height = null, double? DurationSeconds = null)
{
    /// <summary>Whether the end of the file is missing, as far as can be told without decoding it.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Whether a picture has several frames, each as large as the whole.</summary>
    public bool IsAnimated { get; init; }

    /// <summary>For containers that hold either: whether there is a video track; <see langword="null"/> when the headers do not tell.</summary>
    public bool? HasVideo { get; init; }

    public long? Pixels => (long?)Width * Height;

    /// <summary>Facts about size, when both sides make sense.</summary>
    public static MediaFacts OfSize(long width, long height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new MediaFacts((int)width, (int)height) : default;

    /// <summary>A playing time to the millisecond, when it makes sense. What is finer is noise of adding up frames.</summary>
    public static double? Duration(double seconds) =>
        double.IsFinite(seconds) && seconds is > 0 and < 60 * 60 * 24 * 365 ? Math.Max(Math.Round(seconds, 3), 0.001) : null;
}
