using System.Buffers;

namespace Atelier.Clients.Http;

/// <summary>Reads bodies into memory, never more than allowed, whatever length was announced.</summary>
internal static class BoundedBody
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>The whole body, or null when it is larger than allowed.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, long limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        var body = await ReadUpToAsync(content, limit + 1, cancellationToken).ConfigureAwait(false);
        if (body.Length > limit)
        {
            return null;
        }

        return body;
    }

    /// <summary>The first bytes of an error's body; what cannot be read is left out, since the status is already known.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadStartAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadUpToAsync(content, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadUpToAsync(HttpContent content, long limit, CancellationToken cancellationToken)
    {
        var expected = Math.Min(content.Headers.ContentLength + 1 ?? FirstBuffer, limit);
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(expected, 1, 16 * 1024 * 1024));
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (buffer.WrittenCount < limit)
            {
                var memory = buffer.GetMemory();
                var room = (int)Math.Min(memory.Length, limit - buffer.WrittenCount);
                var read = await stream.ReadAsync(memory[..room], cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                buffer.Advance(read);
            }
        }

        return buffer.WrittenMemory;
    }
}
