using Atelier.Clients.Http;

namespace Atelier.Providers.Media;

/// <summary>
/// The body of a download: counts its bytes against a limit and says in our words why it broke off. Reads straight from the
/// connection; disposing it gives the connection back.
/// </summary>
internal sealed class DownloadStream(VendorStream answer, Func<VendorException, ProviderFailure> mapFailure, DownloadLimit? limit = null) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => answer.Length ?? throw new NotSupportedException("The length was not told.");

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException("A download is read once, from its start.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await answer.Content.ReadAsync(buffer, cancellationToken);
            _read += count;
            return _read > limit?.Bytes ? throw new MediaUnavailableException(limit.Exceeded) : count;
        }
        catch (VendorException e)
        {
            throw new MediaUnavailableException(mapFailure(e), e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A download comes over the network; read it asynchronously.");

    public override void Flush()
    {
        // Nothing is written, so there is nothing to flush.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A download is read once, from its start.");

    public override void SetLength(long value) => throw new NotSupportedException("A download is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A download is read-only.");

    public override async ValueTask DisposeAsync()
    {
        await answer.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The answer can only be closed asynchronously; its content is what holds the connection.
            answer.Content.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>How much a download may bring.</summary>
/// <param name="Bytes">The most, in bytes.</param>
/// <param name="Exceeded">What it means when there is more.</param>
internal sealed record DownloadLimit(long Bytes, ProviderFailure Exceeded);
