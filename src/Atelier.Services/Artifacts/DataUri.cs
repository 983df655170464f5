using System.Buffers.Text;

namespace Atelier.Services.Artifacts;

/// <summary>Data URIs, in the one strict form taken: <c>data:image/png;base64,AAAA</c> with no further parameters and no white space.</summary>
internal static class DataUri
{
    private const string Scheme = "data:";
    private const string Marker = ";base64,";
    private const int LongestType = 100;

    /// <summary>Whether it has the form; the base64 text itself is looked at only by <see cref="Decode"/>.</summary>
    public static bool HasForm(string text) => Split(text, out _, out _);

    /// <summary>The bytes, or <see langword="null"/> when it is not a data URI, has no bytes or is not valid base64.</summary>
    public static byte[]? Decode(string text)
    {
        if (!Split(text, out _, out var base64) || base64.IndexOfAny(" \t\r\n") >= 0 || !Base64.IsValid(base64, out var length) || length == 0)
        {
            return null;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        return Convert.TryFromBase64Chars(base64, bytes, out var written) && written == length ? bytes : null;
    }

    /// <summary>Bytes the base64 text stands for, near enough for a limit.</summary>
    public static long DecodedLength(string text) => Split(text, out _, out var base64) ? base64.Length / 4L * 3 : 0;

    private static bool Split(string text, out ReadOnlySpan<char> type, out ReadOnlySpan<char> base64)
    {
        type = base64 = default;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var head = text.AsSpan(Scheme.Length, Math.Min(text.Length - Scheme.Length, LongestType + Marker.Length));
        var end = head.IndexOf(Marker, StringComparison.OrdinalIgnoreCase);
        if (end <= 0 || head[..end].IndexOf('/') <= 0 || head[..end].IndexOfAny(" ;,") >= 0)
        {
            return false;
        }

        type = head[..end];
        base64 = text.AsSpan(Scheme.Length + end + Marker.Length);
        return true;
    }
}
