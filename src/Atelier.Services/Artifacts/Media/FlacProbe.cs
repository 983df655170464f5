using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>FLAC (RFC 9639): the stream information block comes first and counts the samples.</summary>
internal static class FlacProbe
{
    private const int InformationEnd = 26;

    public static MediaFacts Read(MediaBytes bytes)
    {
        var head = bytes.Head.Span;
        if (head.Length < InformationEnd || (head[4] & 0x7F) != 0)
        {
            return default;
        }

        var packed = BinaryPrimitives.ReadUInt64BigEndian(head[18..]);
        var rate = packed >> 44;
        var channels = ((packed >> 41) & 7) + 1;
        var bits = ((packed >> 36) & 31) + 1;
        var samples = packed & 0xF_FFFF_FFFF;
        if (rate == 0 || samples == 0)
        {
            return default;
        }

        // Compression never makes it longer than plain samples by more than a little: fewer samples than that are not believed.
        var plain = bytes.Length * 8.0 / (rate * channels * bits);
        var seconds = (double)samples / rate;
        return new MediaFacts(DurationSeconds: seconds * 1.1 >= plain - 1 ? MediaFacts.Duration(seconds) : null);
    }
}
