using System.Buffers.Binary;

namespace Atelier.Simulators.Media.Sounds;

/// <summary>Half a second of one tone, half a second of its fifth, and again.</summary>
internal static class TonePattern
{
    private const double Loudness = 0.3 * short.MaxValue;

    public static short[] Samples(Sound sound)
    {
        var pitch = 220 * Math.Pow(2, (uint)sound.Seed % 13 / 12.0);
        var samples = new short[sound.Samples];
        var phase = 0.0;
        for (var index = 0; index < samples.Length; index++)
        {
            var frequency = index / (Sound.SampleRate / 2) % 2 == 0 ? pitch : pitch * 1.5;
            phase += 2 * Math.PI * frequency / Sound.SampleRate;
            samples[index] = (short)(Loudness * Math.Sin(phase));
        }

        return samples;
    }

    /// <summary>The samples as little-endian bytes.</summary>
    public static byte[] Bytes(Sound sound)
    {
        var samples = Samples(sound);
        var bytes = new byte[samples.Length * 2];
        for (var index = 0; index < samples.Length; index++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(index * 2), samples[index]);
        }

        return bytes;
    }
}
