using Atelier.Services.Persistence;

namespace Atelier.Testing.Databases;

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqliteTestDatabase : ITestDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-db-");

    /// <summary>The file's path.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "atelier.db");

    /// <inheritdoc />
    public PersistenceOptions Options => new() { Database = Path };

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
