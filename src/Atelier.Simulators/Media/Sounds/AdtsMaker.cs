namespace Atelier.Simulators.Media.Sounds;

/// <summary>Repeats recorded AAC frames; each carries its own length in its ADTS header.</summary>
internal static class AdtsMaker
{
    private const int FrameSamples = 1024;

    private static readonly byte[] Recorded = EmbeddedResource.Read("Media.Sounds.Resources.tone.aac");

    public static byte[] Make(Sound sound)
    {
        using var file = new MemoryStream();
        var at = 0;
        for (var samples = 0; samples < sound.Samples; samples += FrameSamples)
        {
            var length = FrameLength(Recorded.AsSpan(at));
            file.Write(Recorded, at, length);
            at = (at + length) % Recorded.Length;
        }

        return file.ToArray();
    }

    private static int FrameLength(ReadOnlySpan<byte> header) => ((header[3] & 3) << 11) | (header[4] << 3) | (header[5] >> 5);
}
