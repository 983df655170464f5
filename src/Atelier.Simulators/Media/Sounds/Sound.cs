namespace Atelier.Simulators.Media.Sounds;

/// <summary>Encodings of sound, all mono, 24 kHz (Opus: 48 kHz).</summary>
public enum SoundFormat
{
    /// <summary>16-bit PCM in WAV.</summary>
    Wav,

    /// <summary>MP3, 32 kbit/s constant, with an ID3 title.</summary>
    Mp3,

    /// <summary>AAC-LC in ADTS frames.</summary>
    Aac,

    /// <summary>FLAC, 16 bit.</summary>
    Flac,

    /// <summary>Opus in Ogg.</summary>
    Opus,

    /// <summary>Bare little-endian 16-bit samples.</summary>
    Pcm,
}

/// <summary>What a simulated sound holds: a tone pattern. Equal values give equal bytes.</summary>
/// <param name="Seconds">Length, above 0 to 600; MP3 and AAC round up to whole frames (24 and 43 ms).</param>
/// <param name="Title">Kept as a tag by formats that have tags.</param>
/// <param name="Seed">Chooses the pitch where the tone is computed (WAV, FLAC, PCM).</param>
/// <param name="Format">Encoding.</param>
public sealed record Sound(double Seconds, string Title, long Seed, SoundFormat Format)
{
    internal const int SampleRate = 24_000;

    internal int Samples => Math.Max(1, (int)Math.Round(Seconds * SampleRate));
}
