using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Generations;

namespace Atelier.Testing.Execution;

/// <summary>Keeps artifacts in memory; a test may make the store fail.</summary>
public sealed class MemoryArtifactWriter(IdFactory ids, TimeProvider time) : IArtifactWriter
{
    /// <summary>Stored bytes by store key.</summary>
    public ConcurrentDictionary<string, byte[]> Stored { get; } = new();

    /// <summary>Thrown by the next writes, in order.</summary>
    public ConcurrentQueue<Exception> Faults { get; } = new();

    /// <summary>Awaited before each write, when set.</summary>
    public Func<CancellationToken, Task>? BeforeWrite { get; set; }

    public async Task<Artifact> StoreAsync(Generation generation, int index, MediaSource media, CancellationToken cancellationToken)
    {
        if (BeforeWrite is { } before)
        {
            await before(cancellationToken);
        }

        if (Faults.TryDequeue(out var fault))
        {
            throw fault;
        }

        await using var stream = await media.OpenAsync(cancellationToken);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, cancellationToken);
        var bytes = copy.ToArray();
        var key = $"{generation.Id}/{index}";
        Stored[key] = bytes;
        return new Artifact
        {
            Id = ids.New(IdPrefixes.Artifact),
            GenerationId = generation.Id,
            UserId = generation.UserId,
            Book = generation.Book,
            Index = index,
            Kind = "result",
            ContentType = media.ContentType ?? "application/octet-stream",
            Bytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            StoreKey = key,
            CreatedAt = time.GetUtcNow(),
        };
    }
}

/// <summary>Takes inputs as they are: they hold no media.</summary>
public sealed class NoMedia : IMediaResolver
{
    /// <summary>Thrown when a generation's media is opened, when set.</summary>
    public Exception? OpenFault { get; set; }

    public Task<Result<ResolvedInput>> ResolveAsync(Caller caller, ModelEntry model, JsonElement input, CancellationToken cancellationToken) =>
        Task.FromResult<Result<ResolvedInput>>(new ResolvedInput(input, new Dictionary<string, IReadOnlyList<Upload>>()));

    public Task<IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>> OpenAsync(Generation generation, CancellationToken cancellationToken) =>
        OpenFault is { } fault
            ? throw fault
            : Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>>(new Dictionary<string, IReadOnlyList<MediaSource>>());
}
