using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SkiaSharp;

namespace Atelier.Simulators.Stability.Fields;

/// <summary>
/// What the vendor sees of an uploaded picture: encoding and size read from its content, and a hash to tell pictures apart.
/// </summary>
internal sealed record UploadedImage(string Format, PixelSize Size, string Sha256)
{
    /// <summary>Null when the content is no picture of a known encoding.</summary>
    public static async Task<UploadedImage?> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        using var data = SKData.CreateCopy(bytes.Span);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            return null;
        }

        var format = codec.EncodedFormat.ToString().ToLowerInvariant();
        var size = new PixelSize(codec.Info.Width, codec.Info.Height);
        return new UploadedImage(format, size, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
    }
}
