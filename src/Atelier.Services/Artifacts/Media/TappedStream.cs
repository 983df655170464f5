namespace Atelier.Services.Artifacts.Media;

/// <summary>
/// Passes a stream on and keeps its beginning and its end for the probes. Reading may be limited; going over the limit throws.
/// </summary>
internal sealed class TappedStream(Stream inner, long limit = long.MaxValue) : Stream
{
    private const int HeadSize = 64 * 1024;
    private const int TailSize = 64 * 1024;

    private readonly MemoryStream _head = new();
    private readonly byte[] _tail = new byte[TailSize];
    private int _handedOut;
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

    /// <summary>Reads the beginning ahead; later reads hand it out first.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[HeadSize];
        var count = await inner.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        _head.Write(buffer, 0, count);
        return Head;
    }

    /// <summary>The beginning.</summary>
    public ReadOnlyMemory<byte> Head => _head.GetBuffer().AsMemory(0, (int)_head.Length);

    /// <summary>The end, once everything has been read.</summary>
    public ReadOnlyMemory<byte> Tail
    {
        get
        {
            if (_count <= TailSize)
            {
                return _tail.AsMemory(0, (int)_count);
            }

            var at = (int)(_count % TailSize);
            return (byte[])[.. _tail.AsSpan(at), .. _tail.AsSpan(0, at)];
        }
    }

    /// <exception cref="TooLongException">There is more than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        if (_handedOut < _head.Length)
        {
            count = Math.Min(buffer.Length, (int)_head.Length - _handedOut);
            Head.Slice(_handedOut, count).CopyTo(buffer);
            _handedOut += count;
        }
        else
        {
            count = await inner.ReadAsync(buffer, cancellationToken);
        }

        Keep(buffer.Span[..count]);
        return _count <= limit ? count : throw new TooLongException(limit);
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _head.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var start = _count;
        _count += bytes.Length;
        if (bytes.Length > TailSize)
        {
            start += bytes.Length - TailSize;
            bytes = bytes[^TailSize..];
        }

        var at = (int)(start % TailSize);
        var first = Math.Min(bytes.Length, TailSize - at);
        bytes[..first].CopyTo(_tail.AsSpan(at));
        bytes[first..].CopyTo(_tail);
    }
}

/// <summary>A stream holds more than was allowed.</summary>
internal sealed class TooLongException(long limit) : IOException($"There are more than {limit} bytes.")
{
    public long Limit => limit;
}
