using System.Globalization;

namespace Atelier.Simulators.AiHubMix;

/// <summary>Width and height in pixels, written <c>1024x1024</c>, or with <c>*</c> by some vendors.</summary>
internal readonly record struct PixelSize(int Width, int Height)
{
    public long Pixels => (long)Width * Height;

    /// <summary>Reads a size; null when it is not two positive whole numbers.</summary>
    public static PixelSize? Parse(string text) =>
        text.Split('x', '*') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
        && w > 0 && h > 0
            ? new PixelSize(w, h)
            : null;

    /// <summary>
    /// An aspect such as <c>16:9</c> or <c>2x1</c> with the given number of pixels, in multiples of sixteen; null when it is none.
    /// </summary>
    public static PixelSize? OfAspect(string aspect, long pixels)
    {
        if (Parse(aspect.Replace(':', 'x')) is not { } ratio)
        {
            return null;
        }

        var unit = Math.Sqrt((double)pixels / ratio.Pixels);
        return new PixelSize(Snap(ratio.Width * unit), Snap(ratio.Height * unit));
    }

    /// <summary>An aspect with a given short side, even.</summary>
    public static PixelSize? OfShortSide(string aspect, int shortSide)
    {
        if (Parse(aspect.Replace(':', 'x')) is not { } ratio)
        {
            return null;
        }

        var factor = (double)shortSide / Math.Min(ratio.Width, ratio.Height);
        return new PixelSize((int)Math.Round(ratio.Width * factor / 2) * 2, (int)Math.Round(ratio.Height * factor / 2) * 2);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static int Snap(double side) => Math.Max(16, (int)Math.Round(side / 16) * 16);
}
