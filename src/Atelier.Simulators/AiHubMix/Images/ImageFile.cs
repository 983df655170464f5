using Microsoft.AspNetCore.Http;
using SkiaSharp;

namespace Atelier.Simulators.AiHubMix.Images;

/// <summary>Pictures handed in: as files, data URIs or addresses.</summary>
internal static class ImageFile
{
    private const long MaxBytes = 50L * 1024 * 1024;

    /// <summary>Size and encoding of a picture in PNG, JPEG or WebP.</summary>
    /// <exception cref="Refusal">The bytes are none, or too many.</exception>
    public static (PixelSize Size, SKEncodedImageFormat Format) Examine(ReadOnlySpan<byte> bytes, string? contentType)
    {
        if (bytes.Length > MaxBytes)
        {
            throw Refusal.Invalid("Invalid image: the file must be smaller than 50 MB.", "image", "invalid_value");
        }

        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        return codec is { EncodedFormat: SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp }
            ? (new PixelSize(codec.Info.Width, codec.Info.Height), codec.EncodedFormat)
            : throw Refusal.UnsupportedFile(contentType);
    }

    public static async Task<(PixelSize Size, SKEncodedImageFormat Format)> ExamineAsync(
        IFormFile file, CancellationToken cancellationToken) =>
        Examine(await Fields.BytesAsync(file, cancellationToken), file.ContentType);

    /// <summary>
    /// Judges an address or data URI; an address is taken on trust, a data URI (or bare base64) must hold a picture.
    /// </summary>
    public static void ExamineReference(string reference, string name)
    {
        if (Uri.TryCreate(reference, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
        {
            return;
        }

        var comma = reference.StartsWith("data:", StringComparison.Ordinal) ? reference.IndexOf(";base64,", StringComparison.Ordinal) : -8;
        var encoded = comma == -1 ? [] : reference.AsSpan(comma + 8);
        var bytes = new byte[encoded.Length / 4 * 3 + 3];
        if (encoded.IsEmpty || !Convert.TryFromBase64Chars(encoded, bytes, out var length))
        {
            throw Refusal.Invalid($"Invalid '{name}': expected a URL or a base64 encoded image.", name, "invalid_value");
        }

        Examine(bytes.AsSpan(0, length), comma < 0 ? null : reference[5..comma]);
    }
}
