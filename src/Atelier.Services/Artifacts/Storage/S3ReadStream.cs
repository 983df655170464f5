using Amazon.S3.Model;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>
/// The body of an S3 answer. Tells the store's faults as such, ends when the store stands still for too long, and notices a body that is
/// shorter than announced.
/// </summary>
internal sealed class S3ReadStream(GetObjectResponse response, TimeSpan patience, TimeProvider time) : Stream
{
    private long _left = response.ContentLength;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => response.ContentLength;

    public override long Position
    {
        get => response.ContentLength - _left;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _left == 0)
        {
            return 0;
        }

        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var count = await response.ResponseStream.ReadAsync(buffer, either.Token);
            _left -= count;
            return count > 0 ? count : throw new StoreUnavailableException($"The S3 store ended a body {_left} bytes early.");
        }
        catch (Exception exception) when (S3Connection.IsFault(exception, cancellationToken))
        {
            throw S3Connection.Unavailable(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The bodies of stored objects are read asynchronously only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
