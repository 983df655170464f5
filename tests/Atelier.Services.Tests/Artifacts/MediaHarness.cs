using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Artifacts.Storage;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Atelier.Services.Tests.Persistence;
using Atelier.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Services.Tests.Artifacts;

/// <summary>Uploads and artifacts over a real database and a real folder, with a clock of its own and two users.</summary>
internal sealed class MediaHarness : IAsyncDisposable
{
    private readonly SqliteTestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-media-");
    private readonly ServiceProvider _services;

    private MediaHarness(Action<ArtifactOptions>? configure)
    {
        // The store's files carry the real time, so the fake clock starts there; databases do not keep the last digits of a time.
        var now = TimeProvider.System.GetUtcNow();
        Clock = new FakeTimeProvider(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IGenerationSignals, RecordingSignals>()
            .AddSingleton<IMediaFetcher>(Fetcher)
            .AddAtelierPersistence(_database.Options)
            .AddAtelierStorage(new StorageOptions { DataFolder = _folder.FullName })
            .AddAtelierCatalogue()
            .AddAtelierArtifacts(configure)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FakeTimeProvider Clock { get; }

    public FakeFetcher Fetcher { get; } = new();

    public Caller Ann { get; private set; } = null!;

    public Caller Bob { get; private set; } = null!;

    public Caller Operator { get; private set; } = null!;

    public IUploadService Uploads => _services.GetRequiredService<IUploadService>();

    public IArtifactService Artifacts => _services.GetRequiredService<IArtifactService>();

    public IArtifactWriter Writer => _services.GetRequiredService<IArtifactWriter>();

    public IMediaResolver Resolver => _services.GetRequiredService<IMediaResolver>();

    public IArtifactStore Store => _services.GetRequiredService<IArtifactStore>();

    public IMediaRecords Records => _services.GetRequiredService<IMediaRecords>();

    public StorageSweeper Sweeper => _services.GetServices<IHostedService>().OfType<StorageSweeper>().Single();

    public string StoreFolder => Path.Combine(_folder.FullName, "artifacts");

    public static async Task<MediaHarness> StartAsync(Action<ArtifactOptions>? configure = null)
    {
        var harness = new MediaHarness(configure);
        await harness._services.GetRequiredService<IDatabaseSetup>().MigrateAsync(Token);
        harness.Ann = await harness.CreateCallerAsync("Ann", UserRole.User);
        harness.Bob = await harness.CreateCallerAsync("Bob", UserRole.User);
        harness.Operator = await harness.CreateCallerAsync("Olga", UserRole.Operator);
        return harness;
    }

    public async Task<Result<Upload>> UploadAsync(byte[] bytes, string? name = null, Caller? caller = null)
    {
        await using var content = new MemoryStream(bytes);
        return await Uploads.CreateAsync(caller ?? Ann, content, name, Token);
    }

    public async Task<Upload> UploadSampleAsync(string sample, Caller? caller = null)
    {
        var upload = await UploadAsync(SampleFiles.Read(sample), sample, caller);
        upload.Error?.Message.ShouldBeNull();
        return upload.Value!;
    }

    public Task<Result<ResolvedInput>> ResolveAsync(string model, object input, Caller? caller = null) =>
        Resolver.ResolveAsync(
            caller ?? Ann, _services.GetRequiredService<IModelCatalogue>().Find(model)!, JsonSerializer.SerializeToElement(input), Token);

    public Generation Generation(Caller? caller = null, string input = "{}", string model = "stability/core") => new()
    {
        Id = new IdFactory(Clock).New(IdPrefixes.Generation),
        UserId = (caller ?? Ann).UserId,
        KeyId = "key_1",
        Book = (caller ?? Ann).Book,
        Model = model,
        Modality = Modality.Image,
        Provider = "stability",
        VendorModel = "core",
        State = GenerationState.Completed,
        Version = 1,
        Input = JsonDocument.Parse(input).RootElement,
        Metadata = JsonDocument.Parse("{}").RootElement,
        SubmitPolicy = SubmitPolicy.AtLeastOnce,
        PriceRule = "{}",
        QuotedMicro = 0,
        HeldMicro = 0,
        Deadline = Clock.GetUtcNow(),
        CreatedAt = Clock.GetUtcNow(),
        UpdatedAt = Clock.GetUtcNow(),
        CompletedAt = Clock.GetUtcNow(),
    };

    /// <summary>Stores a sample as the result of a finished generation.</summary>
    public async Task<Artifact> CompleteAsync(string sample, Caller? caller = null)
    {
        var generation = Generation(caller);
        await using var media = new BytesMediaSource(SampleFiles.Read(sample));
        var artifact = await Writer.StoreAsync(generation, 0, media, Token);
        await _services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            async (context, token) =>
            {
                context.Add(generation).Property(StorageColumns.SearchText).CurrentValue = string.Empty;
                context.Add(artifact);
                return await context.SaveChangesAsync(token);
            },
            Token);
        return artifact;
    }

    public Task<bool> DeleteGenerationAsync(string id) => _services.GetRequiredService<IGenerationReader>().DeleteAsync(id, Token);

    public async Task<List<string>> KeysAsync() => await Store.ListAsync(string.Empty, Token).Select(entry => entry.Key).ToListAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<Caller> CreateCallerAsync(string name, UserRole role)
    {
        var user = (await _services.GetRequiredService<IAccountService>().CreateUserAsync(name, role, Token)).Value!;
        return new Caller(user.Id, name, role, "key_1", Book.Test);
    }
}

/// <summary>Serves URLs from memory; anything else is refused as the real fetcher does.</summary>
internal sealed class FakeFetcher : IMediaFetcher
{
    public Dictionary<string, byte[]> Pages { get; } = [];

    public long? AskedLimit { get; private set; }

    public MediaSource FromUrl(Uri url, long maxBytes)
    {
        AskedLimit = maxBytes;
        return Pages.TryGetValue(url.ToString(), out var bytes)
            ? new BytesMediaSource(bytes) { FileName = Path.GetFileName(url.AbsolutePath) }
            : new DelegateMediaSource(_ => throw new MediaUnavailableException(
                new ProviderFailure(ProviderFailureKind.InvalidRequest, "The media at the given URL could not be fetched: it answered 404.")));
    }
}
