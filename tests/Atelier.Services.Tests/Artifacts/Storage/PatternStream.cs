using System.Security.Cryptography;

namespace Atelier.Services.Tests.Artifacts.Storage;

/// <summary>Endless-looking bytes of a known pattern that take no memory, handed out in uneven pieces as a network would.</summary>
internal class PatternStream(long length) : Stream
{
    private long _position;

    public Action<long>? OnRead { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public static async Task<string> HashAsync(long length, CancellationToken cancellationToken)
    {
        await using var stream = new PatternStream(length);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        OnRead?.Invoke(_position);
        var count = (int)Math.Min(Math.Min(buffer.Length, 40_001), length - _position);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = (byte)((_position + i) * 31 >> 3);
        }

        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Breaks off after so many bytes, as a vendor's connection may.</summary>
internal sealed class FaultyStream(long after) : PatternStream(long.MaxValue)
{
    public const string Fault = "The vendor hung up.";

    public override int Read(Span<byte> buffer) => Position >= after ? throw new IOException(Fault) : base.Read(buffer);
}
