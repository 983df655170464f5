using Atelier.Providers;

namespace Atelier.Services.Artifacts;

/// <summary>
/// A vendor's media while it is read: whatever breaks comes out as <see cref="MediaUnavailableException"/>, also an end that comes before
/// the announced length.
/// </summary>
internal sealed class VendorStream(Stream inner, long? announced) : Stream
{
    private long _count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    public static MediaUnavailableException Broken(string message, Exception? innerException = null) =>
        new(new ProviderFailure(ProviderFailureKind.VendorFault, message) { Retryable = true, MayHaveCharged = true }, innerException);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsBreak(exception, cancellationToken))
        {
            throw Broken($"The vendor's result broke off after {_count} bytes.", exception);
        }

        _count += count;
        return count > 0 || buffer.IsEmpty || announced is not { } length || _count >= length
            ? count
            : throw Broken($"The vendor's result ended after {_count} of {length} bytes.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Media is read asynchronously only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsBreak(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        MediaUnavailableException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        IOException or HttpRequestException or InvalidDataException or TimeoutException => true,
        _ => false,
    };
}
