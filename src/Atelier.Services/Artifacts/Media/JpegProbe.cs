using System.Buffers.Binary;

namespace Atelier.Services.Artifacts.Media;

/// <summary>JPEG (ITU T.81): segments up to the frame header (SOF), which may stand behind long metadata.</summary>
internal static class JpegProbe
{
    private const int MostSegments = 500;
    private const int FrameHeader = 9;

    public static async ValueTask<MediaFacts> ReadAsync(MediaBytes bytes, CancellationToken cancellationToken)
    {
        long offset = 2;
        for (var segment = 0; segment < MostSegments; segment++)
        {
            var header = await bytes.ReadAsync(offset, FrameHeader, cancellationToken);
            if (header.Length < 4 || header.Span[0] != 0xFF)
            {
                return default;
            }

            var marker = header.Span[1];
            if (IsFrame(marker))
            {
                return header.Length < FrameHeader ? default : Size(header.Span) with { IsTruncated = bytes.Tail.Span.LastIndexOf([(byte)0xFF, (byte)0xD9]) < 0 };
            }

            // Fill bytes and markers without a body take no length.
            offset += marker switch
            {
                0xFF => 1,
                0x01 or (>= 0xD0 and <= 0xD8) => 2,
                _ => 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(header.Span[2..])),
            };
        }

        return default;
    }

    // C4, C8 and CC share the range but are no frames.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static MediaFacts Size(ReadOnlySpan<byte> header) =>
        MediaFacts.OfSize(BinaryPrimitives.ReadUInt16BigEndian(header[7..]), BinaryPrimitives.ReadUInt16BigEndian(header[5..]));
}
