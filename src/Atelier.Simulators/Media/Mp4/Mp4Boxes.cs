using System.Buffers.Binary;
using System.Text;

namespace Atelier.Simulators.Media.Mp4;

/// <summary>Writes the nested boxes of an ISO base media file (ISO/IEC 14496-12).</summary>
internal sealed class Mp4Boxes
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    /// <summary>A box with the content the action writes; the size is filled in afterwards.</summary>
    public void Box(string type, Action content)
    {
        var start = Length;
        UInt32(0);
        Text(type);
        content();
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(start), (uint)(Length - start));
    }

    /// <summary>A box that begins with version 0 and flags.</summary>
    public void FullBox(string type, uint flags, Action content) => Box(type, () =>
    {
        UInt32(flags);
        content();
    });

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void UInt16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)value);

    public void UInt8(byte value) => Take(1)[0] = value;

    public void Zeros(int count) => Take(count).Clear();

    public void Text(string ascii) => Encoding.ASCII.GetBytes(ascii, Take(ascii.Length));

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public byte[] ToArray() => _bytes[..Length];

    private Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
