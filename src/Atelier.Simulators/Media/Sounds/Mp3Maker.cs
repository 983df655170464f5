using System.Text;

namespace Atelier.Simulators.Media.Sounds;

/// <summary>Repeats recorded MP3 frames of constant size, after an ID3v2.3 tag with the title.</summary>
internal static class Mp3Maker
{
    private const int FrameBytes = 96;
    private const double FrameSeconds = 0.024;
    private const int LongestTitle = 100;

    private static readonly byte[] Frames = EmbeddedResource.Read("Media.Sounds.Resources.tone.mp3");

    public static byte[] Make(Sound sound)
    {
        var tag = Tag(sound);
        var count = Math.Max(1, (int)Math.Ceiling(sound.Seconds / FrameSeconds - 1e-9));
        var file = new byte[tag.Length + count * FrameBytes];
        tag.CopyTo(file, 0);
        for (var start = tag.Length; start < file.Length; start += Frames.Length)
        {
            Frames.AsSpan(0, Math.Min(Frames.Length, file.Length - start)).CopyTo(file.AsSpan(start));
        }

        return file;
    }

    private static byte[] Tag(Sound sound)
    {
        var shown = sound.Title.Length > LongestTitle ? sound.Title[..LongestTitle] : sound.Title;
        // Encoding 1 is UTF-16 with a byte order mark, the only one of ID3v2.3 that holds every prompt.
        byte[] text = [1, 0xFF, 0xFE, .. Encoding.Unicode.GetBytes($"SANDBOX {sound.Seed} {shown}")];
        byte[] frame = [.. "TIT2"u8, 0, 0, (byte)(text.Length >> 8), (byte)text.Length, 0, 0, .. text];
        return [.. "ID3"u8, 3, 0, 0, .. SynchSafe(frame.Length), .. frame];
    }

    /// <summary>Seven bits a byte, so that a size never looks like the start of a frame.</summary>
    private static byte[] SynchSafe(int size) =>
        [(byte)((size >> 21) & 0x7F), (byte)((size >> 14) & 0x7F), (byte)((size >> 7) & 0x7F), (byte)(size & 0x7F)];
}
