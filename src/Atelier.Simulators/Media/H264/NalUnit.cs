namespace Atelier.Simulators.Media.H264;

/// <summary>Network abstraction layer units (clause 7.3.1).</summary>
internal static class NalUnit
{
    public const byte NonIdrSlice = 0x61;
    public const byte IdrSlice = 0x65;
    public const byte SequenceParameters = 0x67;
    public const byte PictureParameters = 0x68;

    /// <summary>Puts the header before the payload and the emulation prevention byte 3 wherever two zeros precede a byte below 4.</summary>
    public static byte[] Wrap(byte header, ReadOnlySpan<byte> payload)
    {
        // Rare in practice: prevention bytes come one in three at worst.
        var unit = new byte[1 + payload.Length + payload.Length / 2 + 1];
        unit[0] = header;
        var length = 1;
        var zeros = 0;
        foreach (var value in payload)
        {
            if (zeros == 2 && value <= 3)
            {
                unit[length++] = 3;
                zeros = 0;
            }

            unit[length++] = value;
            zeros = value == 0 ? zeros + 1 : 0;
        }

        return unit[..length];
    }
}
