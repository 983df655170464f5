namespace Atelier.Simulators.Media.Sounds;

/// <summary>FLAC (RFC 9639) with verbatim subframes: lossless and simple, not small.</summary>
internal static class FlacMaker
{
    private const int BlockSamples = 4096;

    public static byte[] Make(Sound sound)
    {
        var samples = TonePattern.Samples(sound);
        var file = new List<byte>(samples.Length * 2 + 1024);
        file.AddRange("fLaC"u8);
        file.AddRange(StreamInfo(samples.Length));
        for (var first = 0; first < samples.Length; first += BlockSamples)
        {
            file.AddRange(Frame(first / BlockSamples, samples.AsSpan(first, Math.Min(BlockSamples, samples.Length - first))));
        }

        return [.. file];
    }

    private static byte[] StreamInfo(int samples)
    {
        var bits = new BitWriter(64);
        bits.Bits(0x80, 8); // last metadata block, STREAMINFO
        bits.Bits(34, 24);
        bits.Bits(BlockSamples, 16);
        bits.Bits(BlockSamples, 16);
        bits.Bits(0, 24); // smallest and largest frame: not stated
        bits.Bits(0, 24);
        bits.Bits(Sound.SampleRate, 20);
        bits.Bits(0, 3); // channels - 1
        bits.Bits(15, 5); // bits per sample - 1
        bits.Bits(0, 4); // upper bits of the number of samples
        bits.Bits((uint)samples, 32);
        bits.Bytes(new byte[16]); // checksum of the samples: not stated
        return bits.Written.ToArray();
    }

    private static byte[] Frame(int number, ReadOnlySpan<short> samples)
    {
        var bits = new BitWriter(samples.Length * 2 + 32);
        bits.Bits(0xFFF8, 16); // sync, fixed block size
        bits.Bits(7, 4); // block size follows in 16 bits
        bits.Bits(7, 4); // 24 kHz
        bits.Bits(0, 4); // mono
        bits.Bits(4, 3); // 16 bits per sample
        bits.Bits(0, 1);
        bits.Bytes(CodedNumber(number));
        bits.Bits((uint)samples.Length - 1, 16);
        bits.Bits(Checksum.Crc8(bits.Written), 8);
        bits.Bits(0b0000_0010, 8); // subframe: verbatim, no wasted bits
        foreach (var sample in samples)
        {
            bits.Bits((ushort)sample, 16);
        }

        bits.Bits(Checksum.Crc16(bits.Written), 16);
        return bits.Written.ToArray();
    }

    /// <summary>The frame number coded as UTF-8 codes a character.</summary>
    private static byte[] CodedNumber(int number) => number switch
    {
        < 0x80 => [(byte)number],
        < 0x800 => [(byte)(0xC0 | (number >> 6)), (byte)(0x80 | (number & 0x3F))],
        _ => [(byte)(0xE0 | (number >> 12)), (byte)(0x80 | ((number >> 6) & 0x3F)), (byte)(0x80 | (number & 0x3F))],
    };
}
