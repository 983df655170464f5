using Atelier.Services.Persistence;

namespace Atelier.Testing.Databases;

/// <summary>A SQLite file in a folder of its own; nothing is in the folder yet.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateAsync);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-db-");

    /// <summary>The file's path.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "atelier.db");

    /// <inheritdoc />
    public override PersistenceOptions Options => new() { Database = Path };

    /// <summary>One with every table. Migrations run once for the process; each further database is a copy.</summary>
    public static async Task<SqliteTestDatabase> CreateMigratedAsync(CancellationToken cancellationToken)
    {
        var database = new SqliteTestDatabase();
        await File.WriteAllBytesAsync(database.Path, await Migrated.Value, cancellationToken);
        return database;
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static async Task<byte[]> MigrateAsync()
    {
        await using var first = new SqliteTestDatabase();
        await MigrateAsync(first.Options, CancellationToken.None);
        return await File.ReadAllBytesAsync(first.Path, CancellationToken.None);
    }
}
