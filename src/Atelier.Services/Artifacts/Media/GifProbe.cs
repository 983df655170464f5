using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>GIF: the logical screen's size stands in the header.</summary>
internal static class GifProbe
{
    public static MediaFacts Read(MediaBytes bytes)
    {
        var head = bytes.Head.Span;
        return head.Length < 10
            ? default
            : MediaFacts.OfSize(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));
    }
}
