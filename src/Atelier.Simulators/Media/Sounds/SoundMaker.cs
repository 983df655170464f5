namespace Atelier.Simulators.Media.Sounds;

/// <summary>Makes the speech and sounds the simulated vendors deliver: playable, of the asked length, audibly not speech.</summary>
public static class SoundMaker
{
    private static readonly MediaCache<Sound> Cache = new(16L * 1024 * 1024);

    /// <summary>The encoded sound. The array is shared with later callers who ask the same: do not write to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above 0 and up to 600 seconds.</exception>
    public static byte[] Make(Sound sound)
    {
        ArgumentNullException.ThrowIfNull(sound);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sound.Seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sound.Seconds, 600);
        return Cache.GetOrAdd(sound, Encode);
    }

    /// <summary>The media type vendors send with the format.</summary>
    public static string MediaType(SoundFormat format) => format switch
    {
        SoundFormat.Wav => "audio/wav",
        SoundFormat.Mp3 => "audio/mpeg",
        SoundFormat.Aac => "audio/aac",
        SoundFormat.Flac => "audio/flac",
        SoundFormat.Opus => "audio/opus",
        _ => "audio/pcm",
    };

    private static byte[] Encode(Sound sound) => sound.Format switch
    {
        SoundFormat.Wav => WavMaker.Make(sound),
        SoundFormat.Mp3 => Mp3Maker.Make(sound),
        SoundFormat.Aac => AdtsMaker.Make(sound),
        SoundFormat.Flac => FlacMaker.Make(sound),
        SoundFormat.Opus => OpusMaker.Make(sound),
        _ => TonePattern.Bytes(sound),
    };
}
