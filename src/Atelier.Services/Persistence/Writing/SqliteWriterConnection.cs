using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Persistence.Writing;

/// <summary>The writer's connection with its settings, its prepared statements and contexts that share it.</summary>
internal sealed class SqliteWriterConnection : IAsyncDisposable
{
    private readonly DbContextOptions<AtelierDbContext> _contextOptions;

    private SqliteWriterConnection(SqliteConnection connection)
    {
        Connection = connection;
        Statements = new SqliteStatements(connection);
        _contextOptions = new DbContextOptionsBuilder<AtelierDbContext>().UseAtelierSqlite(connection).Options;
    }

    public SqliteConnection Connection { get; }

    public SqliteStatements Statements { get; }

    public static SqliteWriterConnection Open(PersistenceOptions options)
    {
        var connection = new SqliteConnection(SqliteSettings.ConnectionString(options, SqliteOpenMode.ReadWrite, pooling: false));
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Numbers and enum names only; a pragma takes no parameters.
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {options.Synchronous}; PRAGMA cache_size = -{options.WriterCacheKilobytes};");
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return new SqliteWriterConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public AtelierDbContext CreateContext() => new(_contextOptions);

    public async ValueTask DisposeAsync()
    {
        Statements.Dispose();
        await Connection.DisposeAsync();
    }
}
