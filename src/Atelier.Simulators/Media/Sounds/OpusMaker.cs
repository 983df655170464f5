using System.Buffers.Binary;
using System.Text;

namespace Atelier.Simulators.Media.Sounds;

/// <summary>
/// Repeats recorded Opus packets in an Ogg stream (RFC 7845). The last page's position trims the sound to its exact length.
/// </summary>
internal static class OpusMaker
{
    private const int PacketBytes = 60;
    private const int PacketSamples = 960;
    private const int PacketsPerPage = 50;
    private const int SamplesPerSecond = 48_000;
    private const int PreSkip = 312;
    private const int LongestTitle = 100;

    private static readonly byte[] Packets = EmbeddedResource.Read("Media.Sounds.Resources.tone.opus-packets");

    public static byte[] Make(Sound sound)
    {
        var pages = new OggPages(serial: (uint)sound.Seed);
        pages.Write(OggPages.First, 0, [Head()]);
        pages.Write(0, 0, [Tags(sound)]);

        var end = PreSkip + (long)Math.Round(sound.Seconds * SamplesPerSecond);
        var count = (int)((end + PacketSamples - 1) / PacketSamples);
        for (var first = 0; first < count; first += PacketsPerPage)
        {
            var length = Math.Min(PacketsPerPage, count - first);
            var isLast = first + length == count;
            var position = isLast ? end : (long)(first + length) * PacketSamples;
            pages.Write(isLast ? OggPages.Last : (byte)0, position, [.. Enumerable.Range(first, length).Select(Packet)]);
        }

        return pages.ToArray();
    }

    private static byte[] Packet(int index)
    {
        var start = index * PacketBytes % Packets.Length;
        return Packets[start..(start + PacketBytes)];
    }

    private static byte[] Head()
    {
        byte[] head = [.. "OpusHead"u8, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(10), PreSkip);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), SamplesPerSecond);
        return head;
    }

    private static byte[] Tags(Sound sound)
    {
        var shown = sound.Title.Length > LongestTitle ? sound.Title[..LongestTitle] : sound.Title;
        var title = Encoding.UTF8.GetBytes($"TITLE=SANDBOX {sound.Seed} {shown}");
        return [.. "OpusTags"u8, .. Sized("Atelier"u8), 1, 0, 0, 0, .. Sized(title)];
    }

    private static byte[] Sized(ReadOnlySpan<byte> text)
    {
        var sized = new byte[4 + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(sized, text.Length);
        text.CopyTo(sized.AsSpan(4));
        return sized;
    }
}
