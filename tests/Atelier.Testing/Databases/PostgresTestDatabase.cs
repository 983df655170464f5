using Atelier.Services.Persistence;
using Npgsql;
using Xunit;

namespace Atelier.Testing.Databases;

/// <summary>An empty PostgreSQL database.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private readonly PostgresTestServer _server;
    private readonly string _connectionString;

    private PostgresTestDatabase(PostgresTestServer server, string connectionString)
    {
        _server = server;
        _connectionString = connectionString;
    }

    /// <inheritdoc />
    public override PersistenceOptions Options => new() { Database = _connectionString };

    /// <summary>Makes one. Without PostgreSQL the test is reported as skipped with the reason; in CI it fails.</summary>
    public static async Task<PostgresTestDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        if (PostgresTestServer.Missing is { } reason)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(reason);
            }

            Assert.Skip(reason);
        }

        var server = await PostgresTestServer.GetAsync();
        return new PostgresTestDatabase(server, await server.CreateDatabaseAsync(cancellationToken));
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
}
