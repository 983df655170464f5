using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>WAV (RIFF): the format chunk and the length of the data chunk.</summary>
internal static class WavProbe
{
    private const int MostChunks = 100;

    public static async ValueTask<MediaFacts> ReadAsync(MediaBytes bytes, CancellationToken cancellationToken)
    {
        long offset = 12;
        double bytesPerSecond = 0;
        for (var chunk = 0; chunk < MostChunks; chunk++)
        {
            var header = await bytes.ReadAsync(offset, 24, cancellationToken);
            if (header.Length < 8)
            {
                return default;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(header.Span[4..]);
            if (header.Span[..4].SequenceEqual("fmt "u8) && header.Length >= 24)
            {
                bytesPerSecond = BytesPerSecond(header.Span[8..]);
            }
            else if (header.Span[..4].SequenceEqual("data"u8))
            {
                // Written while streaming, the length may be missing or a guess; the file's own end is the truth.
                var there = bytes.Length - offset - 8;
                var data = length == 0 || length > there ? there : length;
                return bytesPerSecond > 0 ? new MediaFacts(DurationSeconds: MediaFacts.Duration(data / bytesPerSecond)) : default;
            }

            offset += 8 + length + (length & 1);
        }

        return default;
    }

    /// <summary>For plain samples worked out from rate, channels and bits: the rate of bytes beside them is not always right.</summary>
    private static double BytesPerSecond(ReadOnlySpan<byte> format)
    {
        var kind = BinaryPrimitives.ReadUInt16LittleEndian(format);
        double channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        return kind is 1 or 3 && channels > 0 && rate > 0 && bits > 0 ? channels * rate * bits / 8 : BinaryPrimitives.ReadUInt32LittleEndian(format[8..]);
    }
}
