using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>MP3: the count of frames in a Xing or VBRI header where there is one, otherwise the length over the bit rate.</summary>
internal static class Mp3Probe
{
    private const int SearchWindow = 32 * 1024;
    private const int XingFlags = 4;

    // The most that layer III allows. A header that claims fewer frames than the file's length needs at this rate is not believed.
    private const double MostBitsPerSecond = 320_000;

    public static async ValueTask<MediaFacts> ReadAsync(MediaBytes bytes, CancellationToken cancellationToken)
    {
        var tag = TagLength((await bytes.ReadAsync(0, 10, cancellationToken)).Span);
        var window = await bytes.ReadAsync(tag, SearchWindow, cancellationToken);
        if (FindFirst(window.Span) is not { } at)
        {
            return default;
        }

        var frame = Mp3Frame.Read(window.Span[at..])!.Value;
        var audio = bytes.Length - tag - at;
        var counted = CountOf(window.Span[at..], frame) is { } frames ? (double)frames * frame.Samples / frame.SampleRate : 0;
        var least = audio * 8 / MostBitsPerSecond;
        var seconds = counted >= least ? counted : audio * 8 / AverageBitRate(window.Span[at..]);
        return new MediaFacts(DurationSeconds: MediaFacts.Duration(seconds));
    }

    /// <summary>An ID3v2 tag stands before the audio; its length is written in seven bits of each byte.</summary>
    private static int TagLength(ReadOnlySpan<byte> head) => head is [(byte)'I', (byte)'D', (byte)'3', _, _, var flags, var a, var b, var c, var d, ..]
        ? 10 + ((a & 0x7F) << 21 | (b & 0x7F) << 14 | (c & 0x7F) << 7 | d & 0x7F) + ((flags & 0x10) != 0 ? 10 : 0)
        : 0;

    /// <summary>A frame header that is followed by another where it says; a lone one may be chance.</summary>
    private static int? FindFirst(ReadOnlySpan<byte> window)
    {
        for (var at = 0; at + 4 <= window.Length; at++)
        {
            if (Mp3Frame.Read(window[at..]) is { } frame
                && (at + frame.Length + 4 > window.Length || Mp3Frame.Read(window[(at + frame.Length)..]) is not null))
            {
                return at;
            }
        }

        return null;
    }

    private static uint? CountOf(ReadOnlySpan<byte> frame, Mp3Frame header)
    {
        var side = (header.IsVersion1, header.IsMono) switch { (true, false) => 32, (false, true) => 9, _ => 17 };
        var xing = frame[Math.Min(frame.Length, 4 + side)..];
        if (xing.Length >= 12 && (xing[..4].SequenceEqual("Xing"u8) || xing[..4].SequenceEqual("Info"u8)) && (xing[XingFlags + 3] & 1) != 0)
        {
            return BinaryPrimitives.ReadUInt32BigEndian(xing[8..]);
        }

        var vbri = frame[Math.Min(frame.Length, 36)..];
        return vbri.Length >= 18 && vbri[..4].SequenceEqual("VBRI"u8) ? BinaryPrimitives.ReadUInt32BigEndian(vbri[14..]) : null;
    }

    /// <summary>Over the frames at hand: exact for a constant rate, near for a varying one.</summary>
    private static double AverageBitRate(ReadOnlySpan<byte> window)
    {
        double bits = 0, seconds = 0;
        while (Mp3Frame.Read(window) is { } frame)
        {
            bits += frame.BitRate * ((double)frame.Samples / frame.SampleRate);
            seconds += (double)frame.Samples / frame.SampleRate;
            if (frame.Length >= window.Length)
            {
                break;
            }

            window = window[frame.Length..];
        }

        return bits / seconds;
    }
}
