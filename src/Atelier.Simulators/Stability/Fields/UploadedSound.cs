using System.Security.Cryptography;
using Atelier.Simulators.Media.Probes;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.Fields;

/// <summary>What the vendor sees of an uploaded recording: container and length read from its content, and a hash.</summary>
internal sealed record UploadedSound(string Container, double? Seconds, string Sha256)
{
    /// <summary>Null when the content is no recording of a known container.</summary>
    public static async Task<UploadedSound?> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        return SoundProbe.Read(bytes.Span) is { } facts
            ? new UploadedSound(facts.Container, facts.Seconds, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)))
            : null;
    }
}
