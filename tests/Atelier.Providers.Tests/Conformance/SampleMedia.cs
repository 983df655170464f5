using SkiaSharp;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>Small real media to send.</summary>
internal static class SampleMedia
{
    public static MediaSource Png(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var image = SKImage.FromBitmap(bitmap);
        using var encoded = image.Encode(SKEncodedImageFormat.Png, 100);
        return new BytesMediaSource(encoded.ToArray()) { ContentType = "image/png", Width = width, Height = height, Length = encoded.Size };
    }

    public static IReadOnlyDictionary<string, IReadOnlyList<MediaSource>> As(string name, params MediaSource[] items) =>
        new Dictionary<string, IReadOnlyList<MediaSource>> { [name] = items };
}
