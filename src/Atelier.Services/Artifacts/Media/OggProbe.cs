using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis: the last page says how many samples went before its end.</summary>
internal static class OggProbe
{
    private const int OpusRate = 48_000;
    private const int PageHeader = 27;

    public static MediaFacts Read(MediaBytes bytes)
    {
        if (Codec(bytes.Head.Span) is not var (rate, skip) || LastGranule(bytes.Tail.Span) is not { } samples)
        {
            return default;
        }

        return new MediaFacts(DurationSeconds: MediaFacts.Duration((double)(samples - skip) / rate));
    }

    private static (int Rate, int Skip)? Codec(ReadOnlySpan<byte> head)
    {
        var window = head[..Math.Min(head.Length, 4096)];
        if (window.IndexOf("OpusHead"u8) is >= 0 and var opus && window.Length >= opus + 12)
        {
            return (OpusRate, BinaryPrimitives.ReadUInt16LittleEndian(window[(opus + 10)..]));
        }

        if (window.IndexOf("\u0001vorbis"u8) is >= 0 and var vorbis && window.Length >= vorbis + 16)
        {
            var rate = BinaryPrimitives.ReadUInt32LittleEndian(window[(vorbis + 12)..]);
            return rate is > 0 and <= 1_000_000 ? ((int)rate, 0) : null;
        }

        return null;
    }

    private static long? LastGranule(ReadOnlySpan<byte> tail)
    {
        while (tail.LastIndexOf("OggS"u8) is >= 0 and var at)
        {
            // A page that ends no packet has no position.
            if (tail.Length >= at + PageHeader && BinaryPrimitives.ReadInt64LittleEndian(tail[(at + 6)..]) is >= 0 and var granule)
            {
                return granule;
            }

            tail = tail[..at];
        }

        return null;
    }
}
