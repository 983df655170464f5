using Atelier.Services;
using Atelier.Services.Artifacts;
using Atelier.Services.Generations;

namespace Atelier.Api.OpenAi;

/// <summary>Reads results from the store.</summary>
internal sealed class StoredAnswers(IArtifactService artifacts)
{
    public static ServiceError Gone { get; } = new(ErrorKind.NotFound, "artifact_not_found", "The result of this generation was removed.");

    /// <summary>Opens the first result, or the rest of it.</summary>
    public Task<Result<StoredContent>> OpenAsync(GenerationView view, long from, CancellationToken cancellationToken) => view.Artifacts switch
    {
        [var first, ..] => artifacts.OpenAsync(first, from == 0 ? null : new ByteRange(from, first.Bytes - 1), cancellationToken),
        _ => Task.FromResult<Result<StoredContent>>(Gone),
    };

    public Task<Result<StoredContent>> OpenAsync(Artifact artifact, CancellationToken cancellationToken) =>
        artifacts.OpenAsync(artifact, null, cancellationToken);

    /// <summary>The whole first result; only for what is small by nature, such as a chat answer.</summary>
    public async Task<Result<byte[]>> ReadAsync(GenerationView view, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(view, 0, cancellationToken);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var content = opened.Value;
        using var memory = new MemoryStream();
        await content.Content.CopyToAsync(memory, cancellationToken);
        return memory.ToArray();
    }
}
