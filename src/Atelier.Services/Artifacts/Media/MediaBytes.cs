namespace Atelier.Services.Artifacts.Media;

/// <summary>
/// Read access to a stored file for probes: its beginning and end are in memory, anything between is fetched in blocks, a limited number
/// of times, so that a hostile file can neither fill memory nor keep a probe busy.
/// </summary>
internal sealed class MediaBytes(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail, long length, Func<long, int, CancellationToken, Task<byte[]>> fetch)
{
    private const int BlockSize = 64 * 1024;
    private const int MostFetches = 16;

    private readonly Dictionary<long, byte[]> _blocks = [];

    /// <summary>The whole file's length.</summary>
    public long Length => length;

    /// <summary>The first bytes.</summary>
    public ReadOnlyMemory<byte> Head => head;

    /// <summary>The last bytes.</summary>
    public ReadOnlyMemory<byte> Tail => tail;

    /// <summary>A file wholly in memory.</summary>
    public static MediaBytes Of(ReadOnlyMemory<byte> bytes) => new(bytes, bytes, bytes.Length, (_, _, _) => Task.FromResult(Array.Empty<byte>()));

    /// <summary>Bytes at a place: as many as asked for, or fewer at the end of the file or of what may be fetched. At most a block.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long offset, int count, CancellationToken cancellationToken)
    {
        if (offset < 0 || offset >= length || count <= 0)
        {
            return default;
        }

        count = (int)Math.Min(Math.Min(count, BlockSize), length - offset);

        if (offset + count <= head.Length)
        {
            return head.Slice((int)offset, count);
        }

        var tailStart = length - tail.Length;
        if (offset >= tailStart)
        {
            return tail.Slice((int)(offset - tailStart), count);
        }

        if (!_blocks.TryGetValue(offset, out var block))
        {
            if (_blocks.Count >= MostFetches)
            {
                return default;
            }

            block = await fetch(offset, (int)Math.Min(BlockSize, length - offset), cancellationToken);
            _blocks[offset] = block;
        }

        return block.AsMemory(0, Math.Min(count, block.Length));
    }
}
