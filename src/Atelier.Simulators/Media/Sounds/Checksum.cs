namespace Atelier.Simulators.Media.Sounds;

/// <summary>
/// The cyclic checksums of Ogg and FLAC: most significant bit first, start 0, no final inversion, unlike those of the framework.
/// </summary>
internal static class Checksum
{
    private static readonly uint[] Ogg = Table(0x04C11DB7, 32);
    private static readonly uint[] Flac8 = Table(0x07, 8);
    private static readonly uint[] Flac16 = Table(0x8005, 16);

    public static uint Crc32Ogg(ReadOnlySpan<byte> bytes) => Compute(bytes, Ogg, 32);

    public static byte Crc8(ReadOnlySpan<byte> bytes) => (byte)Compute(bytes, Flac8, 8);

    public static ushort Crc16(ReadOnlySpan<byte> bytes) => (ushort)Compute(bytes, Flac16, 16);

    private static uint Compute(ReadOnlySpan<byte> bytes, uint[] table, int width)
    {
        var mask = uint.MaxValue >> (32 - width);
        var value = 0u;
        foreach (var next in bytes)
        {
            var index = ((value >> (width - 8)) ^ next) & 0xFF;
            value = ((value << 8) & mask) ^ table[index];
        }

        return value;
    }

    private static uint[] Table(uint polynomial, int width)
    {
        var top = 1u << (width - 1);
        var mask = uint.MaxValue >> (32 - width);
        var table = new uint[256];
        for (var index = 0u; index < 256; index++)
        {
            var value = index << (width - 8);
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & top) != 0 ? ((value << 1) ^ polynomial) & mask : (value << 1) & mask;
            }

            table[index] = value;
        }

        return table;
    }
}
