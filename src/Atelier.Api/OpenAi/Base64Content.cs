using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Atelier.Api.OpenAi;

/// <summary>Writes a stream as base64, a piece at a time: the text never exists as a whole.</summary>
internal static class Base64Content
{
    // A multiple of three, so that only the last piece is padded.
    private const int PieceBytes = 48 * 1024;

    public static async Task WriteAsync(ReadOnlyMemory<byte> source, PipeWriter target, CancellationToken cancellationToken)
    {
        for (var rest = source; !rest.IsEmpty; rest = rest[Math.Min(PieceBytes, rest.Length)..])
        {
            Write(rest.Span[..Math.Min(PieceBytes, rest.Length)], target);
            await target.FlushAsync(cancellationToken);
        }
    }

    public static async Task WriteAsync(Stream source, PipeWriter target, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            int count;
            do
            {
                count = await source.ReadAtLeastAsync(buffer.AsMemory(0, PieceBytes), PieceBytes, throwOnEndOfStream: false, cancellationToken);
                if (count > 0)
                {
                    Write(buffer.AsSpan(0, count), target);
                    await target.FlushAsync(cancellationToken);
                }
            }
            while (count == PieceBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Write(ReadOnlySpan<byte> piece, PipeWriter target)
    {
        Base64.EncodeToUtf8(piece, target.GetSpan(Base64.GetMaxEncodedToUtf8Length(piece.Length)), out _, out var written);
        target.Advance(written);
    }
}
