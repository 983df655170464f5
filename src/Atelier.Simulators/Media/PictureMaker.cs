using SkiaSharp;

namespace Atelier.Simulators.Media;

/// <summary>
/// Draws the pictures the simulated vendors deliver: colours and shapes from prompt and seed, the prompt, and the word SANDBOX.
/// </summary>
public static class PictureMaker
{
    /// <summary>Longest side drawn, in pixels.</summary>
    public const int MaxSide = 8192;

    private static readonly MediaCache<Picture> Cache = new(48L * 1024 * 1024);

    /// <summary>The encoded picture. The array is shared with later callers who ask the same: do not write to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above <see cref="MaxSide"/>.</exception>
    public static byte[] Make(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Cache.GetOrAdd(picture, Encode);
    }

    internal static SKBitmap Draw(Picture picture)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(picture.Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(picture.Height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(picture.Width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(picture.Height, MaxSide);
        var alpha = picture.Transparent ? SKAlphaType.Premul : SKAlphaType.Opaque;
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, alpha));
        using var canvas = new SKCanvas(bitmap);
        SandboxArt.Draw(canvas, picture);
        if (picture.Blurred)
        {
            Blur(canvas, bitmap);
        }

        return bitmap;
    }

    /// <summary>Shrinks the drawing to a few cells and spreads them over the picture again.</summary>
    private static void Blur(SKCanvas canvas, SKBitmap bitmap)
    {
        var cells = new SKImageInfo(Math.Max(1, bitmap.Width / 64), Math.Max(1, bitmap.Height / 64), bitmap.ColorType, bitmap.AlphaType);
        using var small = new SKBitmap(cells);
        bitmap.ScalePixels(small, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Clear(SKColors.Transparent);
        using var image = SKImage.FromBitmap(small);
        canvas.DrawImage(image, SKRect.Create(bitmap.Width, bitmap.Height), new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Flush();
    }

    private static byte[] Encode(Picture picture)
    {
        using var bitmap = Draw(picture);
        using var pixels = bitmap.PeekPixels();
        return picture.Format.Encode(pixels);
    }
}
