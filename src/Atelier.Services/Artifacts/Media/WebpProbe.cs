using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>WebP (RFC 9649): the extended, lossy and lossless forms.</summary>
internal static class WebpProbe
{
    private const int HeaderEnd = 30;
    private const byte AnimationFlag = 0x02;

    public static MediaFacts Read(MediaBytes bytes)
    {
        var head = bytes.Head.Span;
        if (head.Length < 25)
        {
            return default;
        }

        var size = Size(head);
        return size with { IsTruncated = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L > bytes.Length };
    }

    private static MediaFacts Size(ReadOnlySpan<byte> head)
    {
        var form = head.Slice(12, 4);
        if (form.SequenceEqual("VP8L"u8) && head[20] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return MediaFacts.OfSize((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }

        if (head.Length < HeaderEnd)
        {
            return default;
        }

        if (form.SequenceEqual("VP8X"u8))
        {
            return MediaFacts.OfSize(UInt24(head[24..]) + 1, UInt24(head[27..]) + 1) with { IsAnimated = (head[20] & AnimationFlag) != 0 };
        }

        return form.SequenceEqual("VP8 "u8) && head.Slice(23, 3) is [0x9D, 0x01, 0x2A]
            ? MediaFacts.OfSize(BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF)
            : default;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
