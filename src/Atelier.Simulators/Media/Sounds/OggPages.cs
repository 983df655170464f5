using System.Buffers.Binary;

namespace Atelier.Simulators.Media.Sounds;

/// <summary>Writes Ogg pages (RFC 3533) of whole packets.</summary>
internal sealed class OggPages(uint serial)
{
    public const byte First = 2;
    public const byte Last = 4;
    private const int HeaderBytes = 27;

    private readonly List<byte> _output = [];
    private int _pages;

    /// <summary>Writes one page; its packets must need at most 255 segments together.</summary>
    public void Write(byte flags, long position, IReadOnlyList<byte[]> packets)
    {
        byte[] segments = [.. packets.SelectMany(Lacing)];
        var page = new byte[HeaderBytes + segments.Length + packets.Sum(packet => packet.Length)];
        "OggS"u8.CopyTo(page);
        page[5] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), position);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(14), serial);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(18), _pages++);
        page[26] = checked((byte)segments.Length);
        segments.CopyTo(page, HeaderBytes);
        var at = HeaderBytes + segments.Length;
        foreach (var packet in packets)
        {
            packet.CopyTo(page, at);
            at += packet.Length;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Checksum.Crc32Ogg(page));
        _output.AddRange(page);
    }

    public byte[] ToArray() => [.. _output];

    /// <summary>255 for every full segment, then the rest, which may be 0.</summary>
    private static IEnumerable<byte> Lacing(byte[] packet) =>
        Enumerable.Repeat((byte)255, packet.Length / 255).Append((byte)(packet.Length % 255));
}
