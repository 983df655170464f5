using System.Globalization;

namespace Atelier.Providers.Runway;

/// <summary>Finds the vendor's <c>ratio</c> (mostly pixels, <c>1280:720</c>) for our <c>aspect_ratio</c> or <c>size</c>.</summary>
internal static class RunwayRatios
{
    /// <summary>How far, as a factor, a ratio may be from the one asked for: 1104:832 is Runway's 4:3.</summary>
    private const double Tolerance = 1.03;

    /// <summary>A size in pixels as the vendor writes it.</summary>
    public static string FromSize(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width}:{height}");

    /// <summary>
    /// The offered ratio nearest to an aspect ratio such as <c>16:9</c>; the first of several equally near ones.
    /// <see langword="null"/> when none is near, or when the text is no ratio.
    /// </summary>
    public static string? Nearest(string aspectRatio, IReadOnlyList<string> offered)
    {
        if (offered.Count == 0 || Quotient(aspectRatio) is not { } wanted)
        {
            return null;
        }

        var best = offered
            .Select(ratio => (Ratio: ratio, Distance: Quotient(ratio) is { } quotient ? Math.Max(wanted / quotient, quotient / wanted) : double.MaxValue))
            .MinBy(candidate => candidate.Distance);
        return best.Distance <= Tolerance ? best.Ratio : null;
    }

    private static double? Quotient(string ratio)
    {
        var at = ratio.IndexOf(':', StringComparison.Ordinal);
        return at > 0
            && int.TryParse(ratio.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(ratio.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width > 0 && height > 0
            ? (double)width / height
            : null;
    }
}
