using System.Globalization;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>Width and height in pixels.</summary>
internal readonly record struct FrameSize(int Width, int Height)
{
    public int ShortSide => Math.Min(Width, Height);

    public long Pixels => (long)Width * Height;

    /// <summary>Reads <c>W:H</c>; null when it is not two positive whole numbers.</summary>
    public static FrameSize? Parse(string ratio) =>
        ratio.Split(':') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
        && w > 0 && h > 0
            ? new FrameSize(w, h)
            : null;
}
