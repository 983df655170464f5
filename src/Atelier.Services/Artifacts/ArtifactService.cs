using Atelier.Services.Accounts;
using Atelier.Services.Persistence;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Artifacts;

/// <summary>Reads artifacts for their owners.</summary>
internal sealed partial class ArtifactService(IArtifactStore store, IMediaRecords records, ILogger<ArtifactService> logger) : IArtifactService
{
    public async Task<Result<Artifact>> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var artifact = IdFactory.IsWellFormed(id, IdPrefixes.Artifact) ? await records.FindArtifactAsync(id, cancellationToken) : null;
        return artifact is not null && (caller.IsOperator || (artifact.UserId == caller.UserId && artifact.Book == caller.Book))
            ? artifact
            : ArtifactErrors.NotFound("artifact", id);
    }

    public async Task<Result<StoredContent>> OpenAsync(Artifact artifact, ByteRange? range, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.OpenAsync(artifact.StoreKey, range, cancellationToken) is { } content)
            {
                return content;
            }

            LogMissing(artifact.Id, artifact.StoreKey);
            return ArtifactErrors.NotFound("artifact", artifact.Id);
        }
        catch (StoreUnavailableException exception)
        {
            LogStoreAway(exception, artifact.Id);
            return ArtifactErrors.StoreAway();
        }
    }

    [LoggerMessage(EventId = 4111, Level = LogLevel.Error, Message = "Artifact {ArtifactId} is recorded but {Key} is not in the store")]
    private partial void LogMissing(string artifactId, string key);

    [LoggerMessage(EventId = 4112, Level = LogLevel.Warning, Message = "The store is away; artifact {ArtifactId} could not be read")]
    private partial void LogStoreAway(Exception exception, string artifactId);
}
