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
/// Signs the artifact, its owner and the end of the link. The key is in no database: whoever has read one, or a copy of it, can open nothing.
/// </summary>
internal sealed class ArtifactLinks(IMediaRecords records, ILinkKeys keys, TimeProvider time) : IArtifactLinks
{
    private const string Purpose = "atelier artifact link";

    public string Sign(Artifact artifact, long expires) => Sign(keys.Keys[0], artifact, expires);

    public async Task<Result<Artifact>> FindAsync(string id, long expires, string signature, CancellationToken cancellationToken)
    {
        var artifact = IdFactory.IsWellFormed(id, IdPrefixes.Artifact) && expires > time.GetUtcNow().ToUnixTimeSeconds()
            ? await records.FindArtifactAsync(id, cancellationToken)
            : null;
        return artifact is not null && keys.Keys.Any(key => IsSignature(Sign(key, artifact, expires), signature))
            ? artifact
            : ArtifactErrors.NotFound("artifact", id);
    }

    private static string Sign(byte[] key, Artifact artifact, long expires)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Purpose}\n{artifact.Id}\n{artifact.UserId}\n{artifact.Sha256}\n{expires}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static bool IsSignature(string right, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(given));
}
