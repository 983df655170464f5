using System.Buffers;

namespace Atelier.Clients.Http;

/// <summary>Reads bodies into memory, never more than allowed, whatever length was announced.</summary>
internal static class BoundedBody
{
    private const int FirstBuffer = 16 * 1024;

    // An announced length is only a claim; beyond this, memory is taken as bytes come.
    private const int LargestFirstBuffer = 16 * 1024 * 1024;

    /// <summary>The whole body, or null when it is larger than allowed.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Stream body, long? length, long limit, CancellationToken cancellationToken)
    {
        if (length > limit)
        {
            return null;
        }

        var content = await ReadUpToAsync(body, length, limit + 1, cancellationToken).ConfigureAwait(false);
        if (content.Length > limit)
        {
            return null;
        }

        return content;
    }

    /// <summary>The first bytes of an error's body; what cannot be read is left out, since the status is already known.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadStartAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return await ReadUpToAsync(stream, content.Headers.ContentLength, limit, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadUpToAsync(Stream body, long? length, long limit, CancellationToken cancellationToken)
    {
        if (length is null)
        {
            return await ReadUnannouncedAsync(body, limit, cancellationToken).ConfigureAwait(false);
        }

        // One byte more than announced, so that the end is seen without growing.
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(Math.Min(length.Value + 1, limit), 1, LargestFirstBuffer));
        await FillAsync(buffer, body, limit, cancellationToken).ConfigureAwait(false);
        return buffer.WrittenMemory;
    }

    /// <summary>Most bodies of unknown length are small: a borrowed buffer takes them, and only what came is kept.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> ReadUnannouncedAsync(Stream body, long limit, CancellationToken cancellationToken)
    {
        var borrowed = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var room = (int)Math.Min(FirstBuffer, limit);
            var count = await body.ReadAtLeastAsync(borrowed.AsMemory(0, room), room, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (count < room || room == limit)
            {
                return borrowed.AsSpan(0, count).ToArray();
            }

            var buffer = new ArrayBufferWriter<byte>(FirstBuffer * 4);
            buffer.Write(borrowed.AsSpan(0, count));
            await FillAsync(buffer, body, limit, cancellationToken).ConfigureAwait(false);
            return buffer.WrittenMemory;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(borrowed);
        }
    }

    private static async ValueTask FillAsync(ArrayBufferWriter<byte> buffer, Stream body, long limit, CancellationToken cancellationToken)
    {
        while (buffer.WrittenCount < limit)
        {
            var memory = buffer.GetMemory();
            var room = (int)Math.Min(memory.Length, limit - buffer.WrittenCount);
            var read = await body.ReadAsync(memory[..room], cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            buffer.Advance(read);
        }
    }
}
