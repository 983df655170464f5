using Atelier.Services.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Testing.Databases;

/// <summary>A database of a test's own; it is gone after disposal.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>How to reach it.</summary>
    public abstract PersistenceOptions Options { get; }

    /// <summary>A SQLite database with every table.</summary>
    public static async Task<TestDatabase> CreateSqliteAsync(CancellationToken cancellationToken) =>
        await SqliteTestDatabase.CreateMigratedAsync(cancellationToken);

    /// <summary>A PostgreSQL database with every table; see <see cref="PostgresTestDatabase"/> for what happens without PostgreSQL.</summary>
    public static async Task<TestDatabase> CreatePostgresAsync(CancellationToken cancellationToken) =>
        await PostgresTestDatabase.CreateMigratedAsync(cancellationToken);

    /// <summary>Registers everything that lives in the database.</summary>
    public void Register(IServiceCollection services) => services.AddAtelierPersistence(Options);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    /// <summary>Gives a database every table.</summary>
    protected static async Task MigrateAsync(PersistenceOptions options, CancellationToken cancellationToken)
    {
        await using var provider = new ServiceCollection().AddAtelierPersistence(options).BuildServiceProvider();
        await provider.GetRequiredService<IDatabaseSetup>().MigrateAsync(cancellationToken);
    }
}
