using System.Text;
using System.Text.Unicode;

namespace Atelier.Services.Artifacts.Media;

/// <summary>Tells a media type from the first bytes.</summary>
internal static class MediaSniffer
{
    private const int TextWindow = 1024;

    /// <summary>The type, or <see langword="null"/> when the bytes are of no known form. More bytes tell more; 4 KiB are plenty.</summary>
    public static string? Detect(ReadOnlySpan<byte> head)
    {
        return FromMagic(head) ?? FromBoxes(head) ?? FromMatroska(head) ?? FromMpegAudio(head) ?? FromText(head);
    }

    private static string? FromMagic(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "audio/wav",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "audio/flac",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [(byte)'I', (byte)'D', (byte)'3', ..] => "audio/mpeg",
        [(byte)'g', (byte)'l', (byte)'T', (byte)'F', ..] => "model/gltf-binary",
        [(byte)'P', (byte)'K', 0x03, 0x04, ..] => "application/zip",
        [0x1F, 0x8B, ..] => "application/gzip",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "application/pdf",
        _ => null,
    };

    private static string? FromBoxes(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !head.Slice(4, 4).SequenceEqual("ftyp"u8))
        {
            return null;
        }

        return Encoding.ASCII.GetString(head.Slice(8, 4)) switch
        {
            "qt  " => "video/quicktime",
            "M4A " or "M4B " => "audio/mp4",
            "avif" or "avis" => "image/avif",
            "heic" or "heix" or "mif1" or "msf1" => "image/heic",
            _ => "video/mp4",
        };
    }

    private static string? FromMatroska(ReadOnlySpan<byte> head)
    {
        if (head is not [0x1A, 0x45, 0xDF, 0xA3, ..])
        {
            return null;
        }

        return head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0 ? "video/webm" : "video/x-matroska";
    }

    private static string? FromMpegAudio(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xF0 or 0xF1 or 0xF8 or 0xF9, ..] => "audio/aac",
        _ when head.Length >= 4 && Mp3Frame.Read(head) is { } frame && (frame.Length >= head.Length - 4 || Mp3Frame.Read(head[frame.Length..]) is not null) => "audio/mpeg",
        _ => null,
    };

    private static string? FromText(ReadOnlySpan<byte> head)
    {
        var text = head[..Math.Min(head.Length, TextWindow)];
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        if (text.Length == 0 || !IsText(text))
        {
            return null;
        }

        var first = text.TrimStart(" \t\r\n"u8);
        return first is [(byte)'{' or (byte)'[', ..] ? "application/json" : "text/plain";
    }

    /// <summary>Valid UTF-8 (a character may be cut off at the end) without control characters.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n') || value == 0x7F)
            {
                return false;
            }
        }

        for (var cut = 0; cut < 4 && cut < bytes.Length; cut++)
        {
            if (Utf8.IsValid(bytes[..^cut]))
            {
                return true;
            }
        }

        return false;
    }
}
