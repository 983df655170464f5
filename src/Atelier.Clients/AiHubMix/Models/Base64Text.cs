using System.Text.Json;

namespace Atelier.Clients.AiHubMix;

/// <summary>Base64 as the gateway's vendors send it: plain, or as a data URL.</summary>
internal static class Base64Text
{
    // A plain null in a conditional would become an empty memory, by way of a null array.
    private static ReadOnlyMemory<byte>? None => null;

    /// <summary>The bytes, or <see langword="null"/> when the text is no base64.</summary>
    public static ReadOnlyMemory<byte>? Decode(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return None;
        }

        var start = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        var bytes = new byte[(text.Length - start) * 3 / 4 + 3];
        return Convert.TryFromBase64Chars(text.AsSpan(start), bytes, out var written) && written > 0 ? bytes.AsMemory(0, written) : None;
    }

    /// <summary>The bytes of a JSON string, without a detour over text when it is plain base64.</summary>
    public static ReadOnlyMemory<byte>? Decode(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String when element.TryGetBytesFromBase64(out var bytes) => bytes.Length == 0 ? None : bytes,
                JsonValueKind.String => Decode(element.GetString()),
                _ => None,
            };
        }
        catch (InvalidOperationException)
        {
            return None; // text that is half a character, and so certainly no base64
        }
    }
}
