using Atelier.Services.Generations;
using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Persistence;

/// <summary>What every suite over a database shares: a fresh database, and clean books at the end.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    private TestDatabase? _database;

    private protected PersistenceFixture Fixture { get; private set; } = null!;

    private protected TestDatabase Database => _database!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await CreateDatabaseAsync(Token);
        Fixture = await PersistenceFixture.OpenAsync(_database.Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (Fixture is not null)
        {
            await Fixture.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken);

    private protected async Task<Generation> AcceptAsync(string userId, long hold = Samples.Hold)
    {
        var outcome = await Fixture.Store.AcceptAsync(Samples.Request(Fixture, userId, hold), Token);
        return outcome.ShouldBeOfType<AcceptOutcome.Accepted>().Generation;
    }

    /// <summary>Applies a transition to the row as it stands now.</summary>
    private protected async Task<Generation> ApplyAsync(string id, GenerationTrigger trigger, Func<GenerationChange, GenerationChange>? with = null)
    {
        var row = await Fixture.FindAsync(id);
        var change = new GenerationChange { GenerationId = id, ExpectedVersion = row.Version, From = row.State, Trigger = trigger };
        var outcome = await Fixture.Store.ApplyAsync(with?.Invoke(change) ?? change, Token);
        outcome.ShouldBe(new ApplyOutcome(true, row.Version + 1));
        return await Fixture.FindAsync(id);
    }
}
