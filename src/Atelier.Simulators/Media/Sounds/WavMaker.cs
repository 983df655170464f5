using System.Buffers.Binary;

namespace Atelier.Simulators.Media.Sounds;

/// <summary>16-bit PCM in a RIFF container.</summary>
internal static class WavMaker
{
    private const int HeaderBytes = 44;

    public static byte[] Make(Sound sound)
    {
        var samples = TonePattern.Bytes(sound);
        var file = new byte[HeaderBytes + samples.Length];
        var header = file.AsSpan(0, HeaderBytes);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderBytes - 8 + samples.Length);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1); // channels
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Sound.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], Sound.SampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], samples.Length);
        samples.CopyTo(file, HeaderBytes);
        return file;
    }
}
