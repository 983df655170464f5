using SkiaSharp;

namespace Atelier.Simulators.Media;

/// <summary>Encodings of pictures.</summary>
public enum PictureFormat
{
    /// <summary>PNG, lossless, with alpha.</summary>
    Png,

    /// <summary>JPEG, quality 85, without alpha.</summary>
    Jpeg,

    /// <summary>WebP, lossy, quality 85.</summary>
    Webp,
}

internal static class PictureFormats
{
    public static string MediaType(this PictureFormat format) => format switch
    {
        PictureFormat.Png => "image/png",
        PictureFormat.Jpeg => "image/jpeg",
        _ => "image/webp",
    };

    public static byte[] Encode(this PictureFormat format, SKPixmap pixels)
    {
        using var encoded = format switch
        {
            // Flat colours compress well at any level; the lowest is several times faster.
            PictureFormat.Png => pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, zLibLevel: 1)),
            PictureFormat.Jpeg => pixels.Encode(SKEncodedImageFormat.Jpeg, 85),
            _ => pixels.Encode(SKEncodedImageFormat.Webp, 85),
        };
        return encoded?.ToArray() ?? throw new InvalidOperationException($"The picture library cannot encode {format}.");
    }
}
