namespace Atelier.Simulators.Media.Probes;

/// <summary>Adds up the frames of an MP3 file, so that constant and variable rates are both right.</summary>
internal static class Mp3Probe
{
    private static readonly int[] RatesMpeg1 = [44_100, 48_000, 32_000];
    private static readonly int[] BitsMpeg1Layer3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] BitsMpeg2Layer3 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    /// <summary>Seconds; null when there is no complete frame.</summary>
    public static double? Seconds(ReadOnlySpan<byte> file)
    {
        var at = SkipTag(file);
        var seconds = 0.0;
        while (Frame(file, at) is { } frame && at + frame.Bytes <= file.Length)
        {
            seconds += frame.Seconds;
            at += frame.Bytes;
        }

        return seconds > 0 ? seconds : null;
    }

    private static int SkipTag(ReadOnlySpan<byte> file) =>
        file.StartsWith("ID3"u8)
            ? 10 + ((file[6] & 0x7F) << 21) + ((file[7] & 0x7F) << 14) + ((file[8] & 0x7F) << 7) + (file[9] & 0x7F)
            : 0;

    /// <summary>Reads a header of layer III: version, bit rate, sample rate and padding.</summary>
    private static (int Bytes, double Seconds)? Frame(ReadOnlySpan<byte> file, int at)
    {
        if (at < 0 || at + 4 > file.Length || file[at] != 0xFF || (file[at + 1] & 0xE6) != 0xE2)
        {
            return null;
        }

        var version = (file[at + 1] >> 3) & 3;
        var bits = file[at + 2] >> 4;
        var rate = (file[at + 2] >> 2) & 3;
        if (version == 1 || bits is 0 or 15 || rate == 3)
        {
            return null;
        }

        var first = version == 3;
        var hertz = RatesMpeg1[rate] >> (first ? 0 : version == 2 ? 1 : 2);
        var samples = first ? 1152 : 576;
        var kilobits = (first ? BitsMpeg1Layer3 : BitsMpeg2Layer3)[bits];
        var bytes = samples / 8 * kilobits * 1000 / hertz + ((file[at + 2] >> 1) & 1);
        return (bytes, (double)samples / hertz);
    }
}
