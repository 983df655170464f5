using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atelier.Services.Persistence;

namespace Atelier.Services.Artifacts;

/// <summary>Links to artifacts that work for a while without a key.</summary>
public interface IArtifactLinks
{
    /// <summary>The signature of a link to this artifact that ends at a time, given in seconds since 1970.</summary>
    string Sign(Artifact artifact, long expires);

    /// <summary>The artifact of a link; not found when the link was never given or has ended.</summary>
    Task<Result<Artifact>> FindAsync(string id, long expires, string signature, CancellationToken cancellationToken);
}

/// <summary>
/// Signs with the hash of the content itself: no secret to keep or to share between nodes, and whoever could forge a link already has what
/// it leads to.
/// </summary>
internal sealed class ArtifactLinks(IMediaRecords records, TimeProvider time) : IArtifactLinks
{
    private static readonly byte[] Purpose = "atelier artifact link"u8.ToArray();

    public string Sign(Artifact artifact, long expires)
    {
        var key = HMACSHA256.HashData(Purpose, Encoding.UTF8.GetBytes(artifact.Sha256 + artifact.UserId));
        var text = string.Create(CultureInfo.InvariantCulture, $"{artifact.Id}\n{expires}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    public async Task<Result<Artifact>> FindAsync(string id, long expires, string signature, CancellationToken cancellationToken)
    {
        var artifact = IdFactory.IsWellFormed(id, IdPrefixes.Artifact) && expires > time.GetUtcNow().ToUnixTimeSeconds()
            ? await records.FindArtifactAsync(id, cancellationToken)
            : null;
        return artifact is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(artifact, expires)), Encoding.UTF8.GetBytes(signature))
                ? artifact
                : ArtifactErrors.NotFound("artifact", id);
    }
}
