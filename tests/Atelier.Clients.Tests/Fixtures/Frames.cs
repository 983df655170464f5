using SkiaSharp;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>Pictures to send.</summary>
public static class Frames
{
    public static byte[] Png(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
