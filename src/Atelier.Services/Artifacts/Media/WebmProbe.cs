using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>WebM and Matroska (RFC 9559): duration, tracks and size from the elements before the first cluster.</summary>
internal static class WebmProbe
{
    private const int MostElements = 500;
    private const double DefaultScale = 1_000_000;

    public static MediaFacts Read(MediaBytes bytes)
    {
        var reader = new Reader();
        reader.Walk(bytes.Head.Span, depth: 0);
        return reader.Facts();
    }

    /// <summary>A number whose first byte tells its length by its leading zeros; <see langword="null"/> when cut off.</summary>
    private static (ulong Value, int Length)? Number(ReadOnlySpan<byte> bytes, bool keepMarker)
    {
        if (bytes.IsEmpty || bytes[0] == 0)
        {
            return null;
        }

        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0] << 24) + 1;
        if (bytes.Length < length)
        {
            return null;
        }

        ulong value = keepMarker ? bytes[0] : (ulong)(bytes[0] & (0xFF >> length));
        for (var i = 1; i < length; i++)
        {
            value = (value << 8) | bytes[i];
        }

        return (value, length);
    }

    private sealed class Reader
    {
        private int _elements;
        private double _scale = DefaultScale;
        private double? _duration;
        private ulong? _width;
        private ulong? _height;
        private bool _hasTrack;
        private bool _hasVideo;

        public MediaFacts Facts() => (_width is { } width && _height is { } height ? MediaFacts.OfSize((long)Math.Min(width, int.MaxValue), (long)Math.Min(height, int.MaxValue)) : default) with
        {
            DurationSeconds = _duration is { } duration ? MediaFacts.Duration(duration * _scale / 1e9) : null,
            HasVideo = _hasTrack ? _hasVideo : null,
        };

        public void Walk(ReadOnlySpan<byte> bytes, int depth)
        {
            while (_elements++ < MostElements && Number(bytes, keepMarker: true) is var (id, idLength))
            {
                if (Number(bytes[idLength..], keepMarker: false) is not var (size, sizeLength))
                {
                    return;
                }

                // A length of all ones, as live recorders write it, is longer than what is left and means "to the end" here.
                var body = bytes[(idLength + sizeLength)..];
                var content = body[..(int)Math.Min(size, (ulong)body.Length)];
                Enter(id, content, depth);
                bytes = body[content.Length..];
            }
        }

        private void Enter(ulong id, ReadOnlySpan<byte> content, int depth)
        {
            switch (id)
            {
                case 0x18538067 or 0x1549A966 or 0x1654AE6B or 0xAE or 0xE0 when depth < 5: // Segment, Info, Tracks, TrackEntry, Video
                    Walk(content, depth + 1);
                    break;
                case 0x2AD7B1:
                    _scale = Unsigned(content);
                    break;
                case 0x4489:
                    _duration = Float(content);
                    break;
                case 0x83:
                    _hasTrack = true;
                    _hasVideo |= Unsigned(content) == 1;
                    break;
                case 0xB0:
                    _width ??= Unsigned(content);
                    break;
                case 0xBA:
                    _height ??= Unsigned(content);
                    break;
            }
        }

        private static ulong Unsigned(ReadOnlySpan<byte> bytes)
        {
            ulong value = 0;
            foreach (var part in bytes[..Math.Min(bytes.Length, 8)])
            {
                value = (value << 8) | part;
            }

            return value;
        }

        private static double? Float(ReadOnlySpan<byte> bytes) => bytes.Length switch
        {
            4 => BinaryPrimitives.ReadSingleBigEndian(bytes),
            8 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
            _ => null,
        };
    }
}
