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
            var count = limit is null
                ? await answer.Content.ReadAsync(buffer, cancellationToken)
                : await ReadInTimeAsync(buffer, limit, cancellationToken);
            _read += count;
            return _read > limit?.Bytes ? throw new MediaUnavailableException(limit.Exceeded) : count;
        }
        catch (VendorException e)
        {
            throw new MediaUnavailableException(mapFailure(e), e);
        }
    }

    private async ValueTask<int> ReadInTimeAsync(Memory<byte> buffer, DownloadLimit within, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, within.Clock.Token);
        try
        {
            return await answer.Content.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MediaUnavailableException(within.TooSlow, e);
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
        limit?.Clock.Dispose();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The answer can only be closed asynchronously; its content is what holds the connection.
            answer.Content.Dispose();
            limit?.Clock.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>How much a download may bring, and how long it may take.</summary>
/// <param name="Bytes">The most, in bytes.</param>
/// <param name="Exceeded">What it means when there is more.</param>
/// <param name="Clock">Cancelled when its time is over.</param>
/// <param name="TooSlow">What it means then.</param>
internal sealed record DownloadLimit(long Bytes, ProviderFailure Exceeded, CancellationTokenSource Clock, ProviderFailure TooSlow);
