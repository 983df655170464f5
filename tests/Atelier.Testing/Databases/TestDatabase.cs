using Atelier.Services.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Testing.Databases;

/// <summary>A database of a test's own; it is gone after disposal.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>How to reach it.</summary>
    public abstract PersistenceOptions Options { get; }

    /// <summary>A SQLite database with every table.</summary>
    public static async Task<TestDatabase> CreateSqliteAsync(CancellationToken cancellationToken)
    {
        var database = new SqliteTestDatabase();
        await database.MigrateAsync(cancellationToken);
        return database;
    }

    /// <summary>A PostgreSQL database with every table; see <see cref="PostgresTestDatabase.CreateAsync"/> for what happens without PostgreSQL.</summary>
    public static async Task<TestDatabase> CreatePostgresAsync(CancellationToken cancellationToken)
    {
        var database = await PostgresTestDatabase.CreateAsync(cancellationToken);
        await database.MigrateAsync(cancellationToken);
        return database;
    }

    /// <summary>Registers everything that lives in the database.</summary>
    public void Register(IServiceCollection services) => services.AddAtelierPersistence(Options);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        Register(services);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IDatabaseSetup>().MigrateAsync(cancellationToken);
    }
}
