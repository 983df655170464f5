namespace Atelier.Services.Artifacts.Media;

/// <summary>One MPEG audio frame header (ISO/IEC 11172-3 and 13818-3).</summary>
/// <param name="Length">Of the whole frame, in bytes.</param>
/// <param name="Samples">Per channel in the frame.</param>
/// <param name="SampleRate">Per second.</param>
/// <param name="BitRate">In bits per second.</param>
/// <param name="IsMono">One channel.</param>
/// <param name="IsVersion1">MPEG-1, as against the half rates of MPEG-2.</param>
internal readonly record struct Mp3Frame(int Length, int Samples, int SampleRate, int BitRate, bool IsMono, bool IsVersion1)
{
    private static readonly int[] Version1Layer3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] Version2Layer3 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] SampleRates = [44100, 48000, 32000];

    /// <summary>The frame that begins here (layer III only), or <see langword="null"/>.</summary>
    public static Mp3Frame? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || (bytes[1] & 0xE0) != 0xE0)
        {
            return null;
        }

        var version = (bytes[1] >> 3) & 3;
        var layer = (bytes[1] >> 1) & 3;
        var rateIndex = bytes[2] >> 4;
        var sampleIndex = (bytes[2] >> 2) & 3;
        if (version == 1 || layer != 1 || rateIndex is 0 or 15 || sampleIndex == 3)
        {
            return null;
        }

        var first = version == 3;
        var bitRate = (first ? Version1Layer3 : Version2Layer3)[rateIndex] * 1000;
        var sampleRate = SampleRates[sampleIndex] >> (first ? 0 : version == 2 ? 1 : 2);
        var samples = first ? 1152 : 576;
        var padding = (bytes[2] >> 1) & 1;
        return new Mp3Frame((samples / 8 * bitRate / sampleRate) + padding, samples, sampleRate, bitRate, (bytes[3] >> 6) == 3, first);
    }
}
