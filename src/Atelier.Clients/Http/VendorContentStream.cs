namespace Atelier.Clients.Http;

/// <summary>
/// The body of an opened answer. It ends with an exception, never silently short, and never waits longer than allowed for the next byte.
/// </summary>
internal sealed class VendorContentStream(
    Stream inner, long? length, long? limit, TimeSpan idleTimeout, TimeProvider time, VendorFault fault) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length ?? throw new NotSupportedException("The vendor did not say how long the body is.");

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException("The body can be read once, from its start.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        using var idle = new CancellationTokenSource(idleTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, idle.Token);
        try
        {
            count = await inner.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new VendorTimeoutException(fault with { Text = $"no further byte within {idleTimeout.TotalSeconds} s" }, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new VendorConnectionException(fault with { Text = "the connection broke before the whole body had come" }, e);
        }
        catch (InvalidDataException e)
        {
            throw new VendorProtocolException(fault with { Text = "the answer's encoding is broken" }, e);
        }

        _read += count;
        if (_read > limit)
        {
            throw new VendorProtocolException(fault with { Text = $"the body is larger than {limit} bytes" });
        }

        if (count == 0 && buffer.Length > 0 && length is { } expected && _read < expected)
        {
            throw new VendorConnectionException(fault with { Text = $"the body ended after {_read} of {expected} bytes" });
        }

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The body comes over the network; read it asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The body can be read once, from its start.");

    public override void SetLength(long value) => throw new NotSupportedException("The body is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The body is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
