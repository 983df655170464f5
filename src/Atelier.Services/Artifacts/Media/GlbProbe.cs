using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>Binary glTF: its header says how long the whole file is. A mesh has no size in pixels and no playing time.</summary>
internal static class GlbProbe
{
    private const int HeaderBytes = 12;

    public static MediaFacts Read(MediaBytes bytes)
    {
        var head = bytes.Head.Span;
        return head.Length < HeaderBytes
            ? new MediaFacts { IsTruncated = true }
            : new MediaFacts { IsTruncated = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) > bytes.Length };
    }
}
