using Atelier.Services.Persistence;
using Npgsql;
using Xunit;

namespace Atelier.Testing.Databases;

/// <summary>An empty PostgreSQL database.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private static readonly Lazy<Task<string>> Migrated = new(MigrateAsync);
    private readonly PostgresTestServer _server;
    private readonly string _connectionString;

    private PostgresTestDatabase(PostgresTestServer server, string connectionString)
    {
        _server = server;
        _connectionString = connectionString;
    }

    /// <inheritdoc />
    public override PersistenceOptions Options => new() { Database = _connectionString };

    /// <summary>An empty one. Without PostgreSQL the test is reported as skipped with the reason; in CI it fails.</summary>
    public static async Task<PostgresTestDatabase> CreateEmptyAsync(CancellationToken cancellationToken)
    {
        var server = await RequireServerAsync();
        return new PostgresTestDatabase(server, await server.CreateDatabaseAsync(template: null, cancellationToken));
    }

    /// <summary>One with every table. Migrations run once for the process; each further database is a copy.</summary>
    public static async Task<PostgresTestDatabase> CreateMigratedAsync(CancellationToken cancellationToken)
    {
        var server = await RequireServerAsync();
        return new PostgresTestDatabase(server, await server.CreateDatabaseAsync(await Migrated.Value, cancellationToken));
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(_connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await _server.DropDatabaseAsync(_connectionString, CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    private static async Task<PostgresTestServer> RequireServerAsync()
    {
        if (PostgresTestServer.Missing is { } reason)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(reason);
            }

            Assert.Skip(reason);
        }

        return await PostgresTestServer.GetAsync();
    }

    private static async Task<string> MigrateAsync()
    {
        var server = await PostgresTestServer.GetAsync();
        var first = new PersistenceOptions { Database = await server.CreateDatabaseAsync(template: null, CancellationToken.None) };
        await MigrateAsync(first, CancellationToken.None);
        return first.Database;
    }
}
