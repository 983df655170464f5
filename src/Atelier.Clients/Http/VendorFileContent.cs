using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Atelier.Clients.Http;

/// <summary>Sends a <see cref="VendorFile"/>, opened only when its turn comes, so that no more than one buffer of it is held.</summary>
internal sealed class VendorFileContent : HttpContent
{
    private const int BufferBytes = 64 * 1024;

    private readonly VendorFile _file;

    public VendorFileContent(VendorFile file)
    {
        _file = file;
        Headers.ContentType = MediaTypeHeaderValue.Parse(file.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            long sent = 0;
            while ((count = await ReadAsync(source, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                sent += count;
                CheckLength(sent, atEnd: false);
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            CheckLength(sent, atEnd: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Otherwise the handler below would report the wrong length as a broken connection.
    private void CheckLength(long sent, bool atEnd)
    {
        if (_file.Length is { } length && (sent > length || (atEnd && sent < length)))
        {
            throw new UnreadableFileException(new InvalidDataException($"The file was said to have {length} bytes, but has {(atEnd ? "fewer" : "more")}."));
        }
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _file.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new UnreadableFileException(e);
        }
    }

    // A copy in one call could not tell a file that cannot be read from a connection that cannot be written.
    private static async ValueTask<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new UnreadableFileException(e);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length ?? 0;
        return _file.Length is not null;
    }
}
