using System.Buffers.Binary;

namespace Atelier.Simulators.Media.Probes;

/// <summary>Reads length and size of an MP4 film from its boxes.</summary>
internal static class Mp4Probe
{
    /// <summary>Seconds, from the movie header; null when there is none.</summary>
    public static double? Seconds(ReadOnlySpan<byte> file)
    {
        var header = Find(Find(file, "moov"u8), "mvhd"u8);
        if (header.Length < 20)
        {
            return null;
        }

        var wide = header[0] == 1;
        if (wide && header.Length < 32)
        {
            return null;
        }

        var timescale = BinaryPrimitives.ReadUInt32BigEndian(header[(wide ? 20 : 12)..]);
        var duration = wide ? BinaryPrimitives.ReadUInt64BigEndian(header[24..]) : BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
        return timescale == 0 ? null : (double)duration / timescale;
    }

    /// <summary>Width and height of the first track that has a picture; null when none has.</summary>
    public static (int Width, int Height)? Size(ReadOnlySpan<byte> file)
    {
        var movie = Find(file, "moov"u8);
        while (Next(ref movie, out var type, out var content))
        {
            var track = type.SequenceEqual("trak"u8) ? Find(content, "tkhd"u8) : default;
            if (track.Length >= 84 && BinaryPrimitives.ReadUInt16BigEndian(track[^8..]) is > 0 and var width)
            {
                return (width, BinaryPrimitives.ReadUInt16BigEndian(track[^4..]));
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> wanted)
    {
        while (Next(ref boxes, out var type, out var content))
        {
            if (type.SequenceEqual(wanted))
            {
                return content;
            }
        }

        return default;
    }

    /// <summary>Takes one box off the front; false at the end, or when the rest is no box.</summary>
    private static bool Next(scoped ref ReadOnlySpan<byte> boxes, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> content)
    {
        type = content = default;
        if (boxes.Length < 8)
        {
            return false;
        }

        var header = 8;
        ulong size = BinaryPrimitives.ReadUInt32BigEndian(boxes);
        if (size == 1 && boxes.Length >= 16)
        {
            (header, size) = (16, BinaryPrimitives.ReadUInt64BigEndian(boxes[8..]));
        }
        else if (size == 0)
        {
            size = (ulong)boxes.Length;
        }

        if (size < (ulong)header || size > (ulong)boxes.Length)
        {
            return false;
        }

        type = boxes.Slice(4, 4);
        content = boxes[header..(int)size];
        boxes = boxes[(int)size..];
        return true;
    }
}
