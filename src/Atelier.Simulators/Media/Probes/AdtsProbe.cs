namespace Atelier.Simulators.Media.Probes;

/// <summary>Adds up the ADTS frames of an AAC file.</summary>
internal static class AdtsProbe
{
    private const int SamplesPerFrame = 1024;
    private static readonly int[] Rates =
    [
        96_000,
        88_200,
        64_000,
        48_000,
        44_100,
        32_000,
        24_000,
        22_050,
        16_000,
        12_000,
        11_025,
        8_000,
        7_350,
    ];

    /// <summary>Seconds; null when there is no complete frame.</summary>
    public static double? Seconds(ReadOnlySpan<byte> file)
    {
        var seconds = 0.0;
        for (var at = 0; at + 7 <= file.Length && file[at] == 0xFF && (file[at + 1] & 0xF6) == 0xF0;)
        {
            var rate = (file[at + 2] >> 2) & 0x0F;
            var bytes = ((file[at + 3] & 3) << 11) | (file[at + 4] << 3) | (file[at + 5] >> 5);
            if (rate >= Rates.Length || bytes < 7 || at + bytes > file.Length)
            {
                break;
            }

            seconds += (double)SamplesPerFrame / Rates[rate];
            at += bytes;
        }

        return seconds > 0 ? seconds : null;
    }
}
