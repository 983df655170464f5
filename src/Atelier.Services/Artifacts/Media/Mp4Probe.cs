using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>MP4 and MOV (ISO/IEC 14496-12): the movie header, wherever in the file it stands, and the first video track's size.</summary>
internal static class Mp4Probe
{
    private const int MostBoxes = 400;

    public static async ValueTask<MediaFacts> ReadAsync(MediaBytes bytes, CancellationToken cancellationToken)
    {
        var reader = new Reader(bytes);
        await reader.WalkAsync(0, bytes.Length, depth: 0, cancellationToken);
        return reader.Facts();
    }

    private sealed class Reader(MediaBytes bytes)
    {
        private int _boxes;
        private double? _seconds;
        private MediaFacts _size;
        private bool _hasTrack;
        private bool _hasVideo;
        private bool _hasMovie;
        private bool _isCut;

        public MediaFacts Facts() => _size with
        {
            DurationSeconds = _seconds,
            HasVideo = _hasTrack ? _hasVideo : null,
            IsTruncated = !_hasMovie || _isCut,
        };

        public async ValueTask WalkAsync(long offset, long end, int depth, CancellationToken cancellationToken)
        {
            while (offset + 8 <= end && _boxes++ < MostBoxes)
            {
                var header = await bytes.ReadAsync(offset, 16, cancellationToken);
                if (header.Length < 8 || Box(header.Span, end - offset) is not var (start, length) || length < start)
                {
                    return;
                }

                _isCut |= length > end - offset;
                await EnterAsync(Name(header.Span), offset + start, Math.Min(offset + length, end), depth, cancellationToken);
                offset += length;
            }
        }

        private static uint Name(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header[4..]);

        /// <summary>Where its content starts and how long it is; 0 means to the end, 1 a long length behind the name.</summary>
        private static (int Start, long Length)? Box(ReadOnlySpan<byte> header, long left) => BinaryPrimitives.ReadUInt32BigEndian(header) switch
        {
            0 => (8, left),
            1 => header.Length >= 16 ? (16, (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header[8..]), long.MaxValue / 4)) : null,
            var length => (8, length),
        };

        private async ValueTask EnterAsync(uint name, long start, long end, int depth, CancellationToken cancellationToken)
        {
            switch (name)
            {
                case 0x6D6F6F76 or 0x7472616B or 0x6D646961 when depth < 3: // moov, trak, mdia
                    _hasMovie |= name == 0x6D6F6F76;
                    await WalkAsync(start, end, depth + 1, cancellationToken);
                    break;
                case 0x6D766864: // mvhd
                    MovieHeader((await bytes.ReadAsync(start, 32, cancellationToken)).Span);
                    break;
                case 0x746B6864: // tkhd
                    TrackHeader((await bytes.ReadAsync(start, 96, cancellationToken)).Span);
                    break;
                case 0x68646C72 when depth == 3: // hdlr of a track
                    Handler((await bytes.ReadAsync(start, 12, cancellationToken)).Span);
                    break;
            }
        }

        private void MovieHeader(ReadOnlySpan<byte> header)
        {
            var isLong = header is [1, ..];
            if (header.Length < (isLong ? 32 : 20))
            {
                return;
            }

            var scale = BinaryPrimitives.ReadUInt32BigEndian(header[(isLong ? 20 : 12)..]);
            double duration = isLong ? BinaryPrimitives.ReadUInt64BigEndian(header[24..]) : BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
            _seconds = scale == 0 ? null : MediaFacts.Duration(duration / scale);
        }

        /// <summary>Width and height stand at its end as 16.16 numbers; a sound track has zeros there.</summary>
        private void TrackHeader(ReadOnlySpan<byte> header)
        {
            var at = header is [1, ..] ? 88 : 76;
            if (_size.Width is null && header.Length >= at + 8)
            {
                _size = MediaFacts.OfSize(
                    BinaryPrimitives.ReadUInt32BigEndian(header[at..]) >> 16, BinaryPrimitives.ReadUInt32BigEndian(header[(at + 4)..]) >> 16);
            }
        }

        private void Handler(ReadOnlySpan<byte> header)
        {
            if (header.Length >= 12)
            {
                _hasTrack = true;
                _hasVideo |= header.Slice(8, 4).SequenceEqual("vide"u8);
            }
        }
    }
}
