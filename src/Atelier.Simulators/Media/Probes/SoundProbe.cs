using System.Buffers.Binary;

namespace Atelier.Simulators.Media.Probes;

/// <summary>What the bytes of a recording or film say about themselves.</summary>
/// <param name="Container"><c>wav</c>, <c>mp3</c>, <c>aac</c>, <c>flac</c>, <c>ogg</c>, <c>mp4</c> or <c>webm</c>.</param>
/// <param name="Seconds">Length; null when the file does not tell.</param>
internal sealed record SoundFacts(string Container, double? Seconds);

/// <summary>Recognises recordings and films by their first bytes and reads how long they last.</summary>
internal static class SoundProbe
{
    private const int OpusRate = 48_000;

    /// <summary>The facts, or null when the bytes are none of the known containers.</summary>
    public static SoundFacts? Read(ReadOnlySpan<byte> file) => file switch
    {
        _ when file.Length < 12 => null,
        _ when file.StartsWith("RIFF"u8) && file[8..].StartsWith("WAVE"u8) => new SoundFacts("wav", WavSeconds(file)),
        _ when file.StartsWith("fLaC"u8) => new SoundFacts("flac", FlacSeconds(file)),
        _ when file.StartsWith("OggS"u8) => new SoundFacts("ogg", OggSeconds(file)),
        _ when file[4..].StartsWith("ftyp"u8) => new SoundFacts("mp4", Mp4Probe.Seconds(file)),
        _ when file.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) => new SoundFacts("webm", null),
        _ when file[0] == 0xFF && (file[1] & 0xF6) == 0xF0 => new SoundFacts("aac", AdtsProbe.Seconds(file)),
        _ when file.StartsWith("ID3"u8) || (file[0] == 0xFF && (file[1] & 0xE0) == 0xE0) => Mp3Probe.Seconds(file) is { } seconds
            ? new SoundFacts("mp3", seconds)
            : null,
        _ => null,
    };

    private static double? WavSeconds(ReadOnlySpan<byte> file)
    {
        var bytesPerSecond = 0u;
        for (var at = 12; at + 8 <= file.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (file[at..].StartsWith("fmt "u8) && at + 24 <= file.Length)
            {
                bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 16)..]);
            }
            else if (file[at..].StartsWith("data"u8))
            {
                // A writer that streams leaves a size beyond the end of the file.
                var length = Math.Min(size, (uint)(file.Length - at - 8));
                return bytesPerSecond == 0 ? null : (double)length / bytesPerSecond;
            }

            var next = at + 8L + size + (size & 1);
            if (next > file.Length)
            {
                break;
            }

            at = (int)next;
        }

        return null;
    }

    /// <summary>The first block of a FLAC file holds the rate in 20 bits and the number of samples in 36.</summary>
    private static double? FlacSeconds(ReadOnlySpan<byte> file)
    {
        if (file.Length < 26)
        {
            return null;
        }

        var rate = (file[18] << 12) | (file[19] << 4) | (file[20] >> 4);
        var samples = ((long)(file[21] & 0x0F) << 32) | BinaryPrimitives.ReadUInt32BigEndian(file[22..]);
        return rate == 0 || samples == 0 ? null : (double)samples / rate;
    }

    /// <summary>The last page of an Ogg file holds the number of samples so far.</summary>
    private static double? OggSeconds(ReadOnlySpan<byte> file)
    {
        var last = file.LastIndexOf("OggS"u8);
        if (last + 14 > file.Length)
        {
            return null;
        }

        var samples = BinaryPrimitives.ReadInt64LittleEndian(file[(last + 6)..]);
        var opus = file.IndexOf("OpusHead"u8);
        if (opus >= 0 && opus + 12 <= file.Length)
        {
            var skipped = BinaryPrimitives.ReadUInt16LittleEndian(file[(opus + 10)..]);
            return Math.Max(0, samples - skipped) / (double)OpusRate;
        }

        var vorbis = file.IndexOf("\u0001vorbis"u8);
        return vorbis >= 0
            && vorbis + 16 <= file.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(file[(vorbis + 12)..]) is > 0 and var rate
            ? (double)samples / rate
            : null;
    }
}
