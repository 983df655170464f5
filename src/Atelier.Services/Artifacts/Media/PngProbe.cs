using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>PNG (W3C, third edition): the first chunk is IHDR, the last one IEND; an acTL before the first IDAT makes it an animation.</summary>
internal static class PngProbe
{
    private const int FirstChunk = 8;
    private const int HeaderEnd = 24;
    private const int ChunkFrame = 12;

    // More chunks before the pixels than any program writes.
    private const int MostChunks = 500;

    public static async ValueTask<MediaFacts> ReadAsync(MediaBytes bytes, CancellationToken cancellationToken)
    {
        var size = Size(bytes.Head.Span);
        return size.Pixels is null || await IsAnimatedAsync(bytes, cancellationToken) is not { } animated
            ? default
            : size with { IsTruncated = bytes.Tail.Span.LastIndexOf("IEND"u8) < 0, IsAnimated = animated };
    }

    private static MediaFacts Size(ReadOnlySpan<byte> head) => head.Length < HeaderEnd || !head.Slice(12, 4).SequenceEqual("IHDR"u8)
        ? default
        : MediaFacts.OfSize(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]));

    /// <summary>Walks to the pixels; <see langword="null"/> when there are none in reach.</summary>
    private static async ValueTask<bool?> IsAnimatedAsync(MediaBytes bytes, CancellationToken cancellationToken)
    {
        long offset = FirstChunk;
        for (var chunk = 0; chunk < MostChunks; chunk++)
        {
            var header = await bytes.ReadAsync(offset, 8, cancellationToken);
            if (header.Length < 8)
            {
                return null;
            }

            switch (header.Span[4..])
            {
                case [(byte)'a', (byte)'c', (byte)'T', (byte)'L']:
                    return true;
                case [(byte)'I', (byte)'D', (byte)'A', (byte)'T']:
                    return false;
                default:
                    offset += ChunkFrame + BinaryPrimitives.ReadUInt32BigEndian(header.Span);
                    break;
            }
        }

        return null;
    }
}
