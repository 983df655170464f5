using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Atelier.Api.Uploads;

/// <summary>
/// The content of a multipart body's only part. Its end is told only after the closing boundary was seen and nothing follows, so that a broken
/// or surprising body fails while its file is still being stored, and nothing of it is kept.
/// </summary>
internal sealed class OnlyPartStream(Stream part, MultipartReader reader) : Stream
{
    private bool ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await MultipartBrokenException.GuardAsync(() => part.ReadAsync(buffer, cancellationToken).AsTask());
        if (count == 0 && buffer.Length > 0 && !ended)
        {
            await CheckEndAsync(cancellationToken);
        }

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A request is only read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task CheckEndAsync(CancellationToken cancellationToken)
    {
        if (await MultipartBrokenException.GuardAsync(() => reader.ReadNextSectionAsync(cancellationToken)) is { } further)
        {
            throw new UnexpectedPartException(further.GetContentDispositionHeader()?.Name.Value ?? "");
        }

        ended = true;
    }
}

/// <summary>A multipart body broke off or is malformed.</summary>
internal sealed class MultipartBrokenException(Exception inner) : IOException("it ends before its closing boundary", inner)
{
    /// <summary>Reads from a multipart body; tells its own faults apart from those of whoever stores it, which are also input or output faults.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new MultipartBrokenException(exception);
        }
    }
}

/// <summary>A multipart body has a part that nobody asked for.</summary>
internal sealed class UnexpectedPartException(string partName) : IOException("The body has more than one part.")
{
    public string PartName { get; } = partName;
}
