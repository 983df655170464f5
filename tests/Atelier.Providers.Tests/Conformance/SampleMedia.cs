using System.Buffers.Binary;
using Atelier.Simulators.Media;
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

    /// <summary>A picture of noise, which no encoder makes smaller: about three bytes for each pixel.</summary>
    public static MediaSource NoisePng(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
#pragma warning disable CA5394 // Repeatable noise is wanted, not an unguessable one.
        new Random(1).NextBytes(bitmap.GetPixelSpan());
#pragma warning restore CA5394
        using var image = SKImage.FromBitmap(bitmap);
        using var encoded = image.Encode(SKEncodedImageFormat.Png, 100);
        return new BytesMediaSource(encoded.ToArray()) { ContentType = "image/png", Length = encoded.Size };
    }

    /// <summary>A film without sound.</summary>
    public static MediaSource Mp4(double seconds)
    {
        var film = Mp4Maker.Make(new Video(320, 240, seconds, "input", 1) { FramesPerSecond = 8 });
        return new BytesMediaSource(film) { ContentType = "video/mp4", Length = film.Length, DurationSeconds = seconds };
    }

    /// <summary>Seconds of silence: 8 kHz, 16 bit, mono. Its type is left to be told by its bytes.</summary>
    public static MediaSource Wav(int seconds = 1)
    {
        var bytes = 16_000 * seconds;
        var wav = new byte[44 + bytes];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), 36 + bytes);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), 8_000);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), 16_000);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), bytes);
        return new BytesMediaSource(wav) { Length = wav.Length };
    }

    public static IReadOnlyDictionary<string, IReadOnlyList<MediaSource>> As(string name, params MediaSource[] items) =>
        new Dictionary<string, IReadOnlyList<MediaSource>> { [name] = items };
}
