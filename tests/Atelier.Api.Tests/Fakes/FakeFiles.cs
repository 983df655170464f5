using System.Collections.Concurrent;
using System.Security.Cryptography;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;

namespace Atelier.Api.Tests.Fakes;

/// <summary>Artifacts and uploads in memory.</summary>
internal sealed class FakeFiles(TimeProvider time) : IArtifactService, IUploadService, IArtifactStore, IArtifactLinks
{
    private readonly ConcurrentDictionary<string, byte[]> contents = new();
    private readonly ConcurrentDictionary<string, Artifact> artifacts = new();
    private readonly ConcurrentDictionary<string, Upload> uploads = new();

    public long MaxBytes => 2 * 1024 * 1024;

    public int UploadCount => uploads.Count;

    public string? Outage { get; set; }

    /// <summary>Takes uploads of any length without keeping them, and serves artifacts of any length without having them.</summary>
    public Action<long>? Flood { get; set; }

    public string Description => "memory";

    public Artifact AddArtifact(string userId, byte[] content, string contentType)
    {
        var artifact = new Artifact
        {
            Id = $"art_{Guid.NewGuid():n}",
            GenerationId = "gen_1",
            UserId = userId,
            Book = Book.Test,
            Index = 0,
            Kind = "result",
            ContentType = contentType,
            Bytes = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Width = 64,
            Height = 32,
            StoreKey = Guid.NewGuid().ToString("n"),
            CreatedAt = time.GetUtcNow(),
        };
        contents[artifact.StoreKey] = content;
        return artifacts[artifact.Id] = artifact;
    }

    public void Lose(Artifact artifact) => contents.TryRemove(artifact.StoreKey, out _);

    public Task<Result<Artifact>> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        Task.FromResult(artifacts.TryGetValue(id, out var found) && (caller.IsOperator || found.UserId == caller.UserId)
            ? found
            : (Result<Artifact>)new ServiceError(ErrorKind.NotFound, "artifact_not_found", "There is no such artifact."));

    private const string FloodKey = "flood:";

    /// <summary>An artifact of a length that nobody holds.</summary>
    public Artifact Endless(string userId, long bytes) => AddArtifact(userId, [1], "image/png") with { StoreKey = $"{FloodKey}{bytes}", Bytes = bytes };

    private async Task<Result<Upload>> DrainAsync(Caller caller, Stream content, Action<long> look, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        int count;
        while ((count = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            look(total += count);
        }

        var upload = new Upload
        {
            Id = $"upl_{Guid.NewGuid():n}",
            UserId = caller.UserId,
            Book = caller.Book,
            ContentType = "image/png",
            Bytes = total,
            Sha256 = new string('0', 64),
            StoreKey = "drained",
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = time.GetUtcNow().AddDays(1),
        };
        return uploads[upload.Id] = upload;
    }

    public string Sign(Artifact artifact, long expires) => $"{artifact.Sha256[..8]}{expires}";

    public Task<Result<Artifact>> FindAsync(string id, long expires, string signature, CancellationToken cancellationToken) =>
        Task.FromResult(artifacts.TryGetValue(id, out var found) && expires > time.GetUtcNow().ToUnixTimeSeconds() && signature == Sign(found, expires)
            ? found
            : (Result<Artifact>)new ServiceError(ErrorKind.NotFound, "artifact_not_found", "There is no such artifact."));

    public Task<Result<StoredContent>> OpenAsync(Artifact artifact, ByteRange? range, CancellationToken cancellationToken) => Open(artifact.StoreKey, range);

    public Task DiscardAsync(Caller caller, Upload upload, CancellationToken cancellationToken)
    {
        uploads.TryRemove(upload.Id, out _);
        return Task.CompletedTask;
    }

    public async Task<Result<Upload>> CreateAsync(Caller caller, Stream content, string? fileName, CancellationToken cancellationToken)
    {
        if (Flood is { } look)
        {
            return await DrainAsync(caller, content, look, cancellationToken);
        }

        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, cancellationToken);
        var bytes = memory.ToArray();
        var upload = new Upload
        {
            Id = $"upl_{Guid.NewGuid():n}",
            UserId = caller.UserId,
            Book = caller.Book,
            ContentType = "image/png",
            FileName = fileName,
            Bytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            StoreKey = Guid.NewGuid().ToString("n"),
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = time.GetUtcNow().AddDays(1),
        };
        contents[upload.StoreKey] = bytes;
        return uploads[upload.Id] = upload;
    }

    Task<Result<Upload>> IUploadService.FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        Task.FromResult(uploads.TryGetValue(id, out var found) && found.UserId == caller.UserId
            ? found
            : (Result<Upload>)new ServiceError(ErrorKind.NotFound, "upload_not_found", "There is no such upload."));

    public Task<Result<StoredContent>> OpenAsync(Upload upload, ByteRange? range, CancellationToken cancellationToken) => Open(upload.StoreKey, range);

    public Task<StoreHealth> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(new StoreHealth(Outage is null, Outage));

    public Task<StoredObject> PutAsync(string key, Stream content, string contentType, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoredContent?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<StoredEntry> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<Result<StoredContent>> Open(string key, ByteRange? range)
    {
        if (key.StartsWith(FloodKey, StringComparison.Ordinal))
        {
            var length = long.Parse(key[FloodKey.Length..], System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult<Result<StoredContent>>(new StoredContent(new FloodStream(length, Flood), length, length));
        }

        if (!contents.TryGetValue(key, out var all))
        {
            return Task.FromResult<Result<StoredContent>>(new ServiceError(ErrorKind.NotFound, "content_gone", "The content is gone."));
        }

        var part = range is { } asked ? all[(int)asked.From..((int)asked.To + 1)] : all;
        return Task.FromResult<Result<StoredContent>>(new StoredContent(new MemoryStream(part), all.Length, part.Length));
    }
}
