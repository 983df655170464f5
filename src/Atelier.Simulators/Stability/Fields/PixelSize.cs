namespace Atelier.Simulators.Stability.Fields;

/// <summary>Width and height in pixels.</summary>
internal readonly record struct PixelSize(int Width, int Height)
{
    public long Pixels => (long)Width * Height;

    public int Shorter => Math.Min(Width, Height);

    public int Longer => Math.Max(Width, Height);

    /// <summary>The same proportions with about this many pixels, both sides even.</summary>
    public PixelSize WithPixels(double pixels)
    {
        var scale = Math.Sqrt(pixels / Pixels);
        return new PixelSize(Even(Width * scale), Even(Height * scale));
    }

    public override string ToString() => $"{Width}x{Height}";

    private static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);
}
