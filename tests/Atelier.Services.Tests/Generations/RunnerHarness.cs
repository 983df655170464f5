using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Testing.Databases;
using Atelier.Testing.Execution;
using Atelier.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Services.Tests.Generations;

/// <summary>The service layer over a real database with a scripted provider and a clock of its own.</summary>
internal sealed class RunnerHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SqliteTestDatabase _database;

    private RunnerHarness(ServiceProvider services, SqliteTestDatabase database)
    {
        _services = services;
        _database = database;
    }

    public WatchedTimeProvider Clock { get; private init; } = null!;

    public ScriptedProvider Provider { get; private init; } = null!;

    public SingleProviderDirectory Directory { get; private init; } = null!;

    public FakeGate Gate { get; private init; } = null!;

    public FakeNodes Nodes { get; private init; } = null!;

    public RecordingDispatcher Dispatcher { get; private init; } = null!;

    public NoMedia Media { get; private init; } = null!;

    public Caller Caller { get; private set; } = null!;

    public IGenerationService Service => _services.GetRequiredService<IGenerationService>();

    public IGenerationRunner Runner => _services.GetRequiredService<IGenerationRunner>();

    public IGenerationStore Store => _services.GetRequiredService<IGenerationStore>();

    public IGenerationReader Reader => _services.GetRequiredService<IGenerationReader>();

    public ICreditService Credits => _services.GetRequiredService<ICreditService>();

    public MemoryArtifactWriter Writer => (MemoryArtifactWriter)_services.GetRequiredService<IArtifactWriter>();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A fresh database with one user who has 100 credits.</summary>
    public static async Task<RunnerHarness> StartAsync()
    {
        var database = new SqliteTestDatabase();
        var clock = new WatchedTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
        var provider = new ScriptedProvider();
        var catalogue = new FakeCatalogue();
        var directory = new SingleProviderDirectory(provider);
        var gate = new FakeGate();
        var nodes = new FakeNodes("node-1");
        var dispatcher = new RecordingDispatcher();
        var media = new NoMedia();

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IProviderDirectory>(directory);
        services.AddSingleton<IModelCatalogue>(catalogue);
        services.AddSingleton<IInputValidator>(catalogue);
        services.AddSingleton<IPricing>(catalogue);
        services.AddSingleton<IVendorGate>(gate);
        services.AddSingleton<INodeDirectory>(nodes);
        services.AddSingleton<IGenerationDispatcher>(dispatcher);
        services.AddSingleton<IMediaResolver>(media);
        services.AddSingleton<IArtifactWriter, MemoryArtifactWriter>();
        services.AddAtelierGenerations();
        services.AddAtelierPersistence(database.Options);

        var harness = new RunnerHarness(services.BuildServiceProvider(validateScopes: true), database)
        {
            Clock = clock, Provider = provider, Directory = directory, Gate = gate, Nodes = nodes, Dispatcher = dispatcher, Media = media,
        };
        await harness.SeedAsync();
        return harness;
    }

    /// <summary>Accepts a generation of a model for the harness's user.</summary>
    public async Task<string> CreateAsync(string model = FakeCatalogue.Picture, string? idempotencyKey = null)
    {
        var created = await Service.CreateAsync(Caller, Command(model, idempotencyKey), Cancel);
        created.Error.ShouldBeNull();
        return created.Value!.View.Generation.Id;
    }

    public static GenerationCommand Command(string model = FakeCatalogue.Picture, string? idempotencyKey = null, string prompt = "a paper boat") => new()
    {
        Model = model,
        Input = JsonSerializer.SerializeToElement(new { prompt }),
        IdempotencyKey = idempotencyKey,
    };

    /// <summary>Steps until the generation has finished, moving the clock over every wait.</summary>
    public async Task<Generation> RunToEndAsync(string id, int maxSteps = 100)
    {
        for (var step = 0; step < maxSteps; step++)
        {
            var result = await Runner.StepAsync(id, Cancel);
            if (result.Finished)
            {
                return await FindAsync(id);
            }

            Clock.Advance(result.NextAfter);
        }

        throw new InvalidOperationException($"{id} did not finish within {maxSteps} steps.");
    }

    public async Task<Generation> FindAsync(string id) => (await Store.FindAsync(id, Cancel)).ShouldNotBeNull();

    /// <summary>The books must be right and the user's credits as expected.</summary>
    public async Task ShouldHaveAsync(decimal available, decimal held)
    {
        var balance = await Credits.BalanceAsync(Caller.UserId, Caller.Book, Cancel);
        MicroCredits.ToCredits(balance.AvailableMicro).ShouldBe(available);
        MicroCredits.ToCredits(balance.HeldMicro).ShouldBe(held);
        var books = await Credits.ReconcileAsync(Cancel);
        books.IsClean.ShouldBeTrue(books.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task SeedAsync()
    {
        await _services.GetRequiredService<IDatabaseSetup>().MigrateAsync(Cancel);
        var accounts = _services.GetRequiredService<IAccountService>();
        var user = (await accounts.CreateUserAsync("Ada", UserRole.User, Cancel)).Value!;
        var key = (await accounts.CreateKeyAsync(user.Id, Book.Test, "test", Cancel)).Value!;
        Caller = new Caller(user.Id, user.Name, user.Role, key.Key.Id, Book.Test);
        var grant = await Credits.GrantAsync(new GrantRequest(user.Id, Book.Test, 100 * MicroCredits.PerCredit, "seed", "system"), Cancel);
        grant.Error.ShouldBeNull();
    }
}
