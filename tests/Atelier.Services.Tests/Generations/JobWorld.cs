using System.Collections.Concurrent;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Writing;
using Atelier.Services.Tests.Persistence;
using Atelier.Testing.Databases;
using Atelier.Testing.Execution;
using Atelier.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Services.Tests.Generations;

/// <summary>
/// The service layer with the real catalogue and its mapping over a database that outlives it: a restart puts a fresh node over the same rows.
/// </summary>
internal sealed class JobWorld : IAsyncDisposable
{
    public const string First = "test/first";
    public const string Second = "test/second";
    public const string Third = "test/third";

    // Three vendors with other sizes, lengths and prices.
    private const string Models =
        """
        {
          "models": [
            {
              "id": "test/first", "name": "First", "description": "First.", "modality": "video", "provider": "one", "vendor_model": "one-1",
              "fallbacks": ["test/second", "test/third"],
              "input": { "type": "object", "required": ["prompt"], "additionalProperties": false, "properties": {
                "prompt": { "type": "string" }, "seed": { "type": "integer", "minimum": 0, "maximum": 1000 },
                "size": { "type": "string", "enum": ["1280x720", "720x1280"], "default": "1280x720" },
                "duration": { "type": "integer", "minimum": 2, "maximum": 10, "default": 6 }, "style": { "type": "string" } } },
              "price": { "unit": "second", "rules": [{ "credits": 1 }] }
            },
            {
              "id": "test/second", "name": "Second", "description": "Second.", "modality": "video", "provider": "two", "vendor_model": "two-1", "route": "r2",
              "input": { "type": "object", "required": ["prompt"], "additionalProperties": false, "properties": {
                "prompt": { "type": "string", "maxLength": 20 }, "seed": { "type": "integer", "minimum": 0, "maximum": 1000 },
                "aspect_ratio": { "type": "string", "enum": ["1:1", "16:9", "9:16"], "default": "1:1" },
                "duration": { "type": "integer", "minimum": 5, "maximum": 10, "enum": [5, 10], "default": 5 } } },
              "price": { "unit": "second", "rules": [{ "credits": 0.5 }] }
            },
            {
              "id": "test/third", "name": "Third", "description": "Third.", "modality": "video", "provider": "three", "vendor_model": "three-1",
              "input": { "type": "object", "required": ["prompt"], "additionalProperties": false, "properties": {
                "prompt": { "type": "string" },
                "duration": { "type": "integer", "minimum": 4, "maximum": 8, "enum": [4, 8], "default": 4 } } },
              "price": { "unit": "second", "rules": [{ "credits": 9 }] }
            }
          ]
        }
        """;

    private readonly TestDatabase _database;
    private readonly string _models;
    private readonly List<ServiceProvider> _nodes = [];

    private JobWorld(TestDatabase database, string models)
    {
        _database = database;
        _models = models;
    }

    public WatchedTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    public ScriptedProvider Vendors { get; } = new();

    public NamedVendors Directory { get; private set; } = null!;

    public FakeGate Gate { get; } = new();

    public RecordingDispatcher Dispatcher { get; } = new();

    public TestProbe Probe { get; private set; } = new();

    public Caller Caller { get; private set; } = null!;

    /// <summary>Cancelled when the node is killed.</summary>
    public CancellationTokenSource NodeStop { get; private set; } = new();

    public IGenerationService Service => Node.GetRequiredService<IGenerationService>();

    public IGenerationRunner Runner => Node.GetRequiredService<IGenerationRunner>();

    public IGenerationStore Store => Node.GetRequiredService<IGenerationStore>();

    public IGenerationReader Reader => Node.GetRequiredService<IGenerationReader>();

    public ICreditService Credits => Node.GetRequiredService<ICreditService>();

    public IAccountService Accounts => Node.GetRequiredService<IAccountService>();

    public IMediaRecords Media => Node.GetRequiredService<IMediaRecords>();

    /// <summary>What marks this node's meters among those of tests running beside.</summary>
    public object MeterScope => Node.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServiceProvider Node => _nodes[^1];

    public static Task<JobWorld> OnSqliteAsync() => StartAsync(TestDatabase.CreateSqliteAsync(Cancel));

    public static Task<JobWorld> OnPostgresAsync() => StartAsync(TestDatabase.CreatePostgresAsync(Cancel));

    /// <summary>A fresh node over the same database; whatever the old one was doing is lost with it, as after a kill.</summary>
    public void Restart()
    {
        Probe = new TestProbe();
        NodeStop = new CancellationTokenSource();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IProviderDirectory>(Directory);
        services.AddSingleton<IVendorGate>(Gate);
        services.AddSingleton<INodeDirectory>(new FakeNodes($"node-{_nodes.Count + 1}"));
        services.AddSingleton<IGenerationDispatcher>(Dispatcher);
        services.AddSingleton<IMediaResolver>(new NoMedia());
        services.AddSingleton<IArtifactWriter, MemoryArtifactWriter>();
        services.AddSingleton<ICommitProbe>(Probe);
        services.AddAtelierCatalogue(options => options.OverridePath = _models);
        services.AddAtelierGenerations();
        services.AddAtelierPersistence(_database.Options);
        _nodes.Add(services.BuildServiceProvider(validateScopes: true));
    }

    public async Task<Caller> UserAsync(string name, long credits)
    {
        var accounts = Node.GetRequiredService<IAccountService>();
        var user = (await accounts.CreateUserAsync(name, UserRole.User, Cancel)).Value!;
        var key = (await accounts.CreateKeyAsync(user.Id, Book.Test, "test", Cancel)).Value!;
        var grant = await Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, credits * MicroCredits.PerCredit, "seed", "system"), Cancel);
        grant.Error.ShouldBeNull();
        return new Caller(user.Id, user.Name, user.Role, key.Key.Id, Book.Test);
    }

    public async Task<string> CreateAsync(object input, bool shared = false, string model = First, Caller? caller = null)
    {
        var created = await Service.CreateAsync(caller ?? Caller, Command(input, shared, model), Cancel);
        created.Error.ShouldBeNull();
        return created.Value!.View.Generation.Id;
    }

    public static GenerationCommand Command(object input, bool shared = false, string model = First) => new()
    {
        Model = model,
        Input = JsonSerializer.SerializeToElement(input),
        CacheMaxAge = shared ? TimeSpan.FromDays(1) : null,
    };

    public async Task<Generation> RunToEndAsync(string id, int maxSteps = 200)
    {
        for (var step = 0; step < maxSteps; step++)
        {
            var result = await Runner.StepAsync(id, NodeStop.Token);
            if (result.Finished)
            {
                return await FindAsync(id);
            }

            Clock.Advance(result.NextAfter);
        }

        throw new InvalidOperationException($"{id} did not finish within {maxSteps} steps.");
    }

    public async Task<Generation> FindAsync(string id) => (await Store.FindAsync(id, Cancel)).ShouldNotBeNull();

    public async Task BooksShouldBeCleanAsync(decimal held = 0)
    {
        var books = await Credits.ReconcileAsync(Cancel);
        books.IsClean.ShouldBeTrue(books.ToString());
        MicroCredits.ToCredits((await Credits.BalanceAsync(Caller.UserId, Book.Test, Cancel)).HeldMicro).ShouldBe(held);
    }

    public async Task<decimal> AvailableAsync() =>
        MicroCredits.ToCredits((await Credits.BalanceAsync(Caller.UserId, Book.Test, Cancel)).AvailableMicro);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _database.DisposeAsync();
        File.Delete(_models);
    }

    private static async Task<JobWorld> StartAsync(Task<TestDatabase> database)
    {
        var models = Path.Combine(Path.GetTempPath(), $"models-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(models, Models, Cancel);
        var world = new JobWorld(await database, models);
        world.Directory = new NamedVendors(world.Vendors);
        world.Restart();
        world.Caller = await world.UserAsync("Ada", 100_000);
        return world;
    }
}

/// <summary>One scripted provider under every name, except those that are not configured.</summary>
internal sealed class NamedVendors(ScriptedProvider provider) : IProviderDirectory
{
    public ConcurrentDictionary<string, string> Missing { get; } = new();

    public IReadOnlyList<string> Names => ["one", "two", "three"];

    public ProviderLookup Find(string name, ProviderTarget target) =>
        Missing.TryGetValue(name, out var setting) ? new ProviderLookup.NotConfigured(setting) : new ProviderLookup.Found(provider);
}
