using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>PNG (ISO/IEC 15948): the first chunk is IHDR, the last one IEND.</summary>
internal static class PngProbe
{
    private const int HeaderEnd = 24;

    public static MediaFacts Read(MediaBytes bytes)
    {
        var head = bytes.Head.Span;
        return head.Length < HeaderEnd || !head.Slice(12, 4).SequenceEqual("IHDR"u8)
            ? default
            : MediaFacts.OfSize(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..])) with
            {
                IsTruncated = bytes.Tail.Span.LastIndexOf("IEND"u8) < 0,
            };
    }
}
