using Atelier.Services.Persistence;

namespace Atelier.Testing.Databases;

/// <summary>A SQLite file in a folder of its own; nothing is in the folder yet.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-db-");

    /// <summary>The file's path.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "atelier.db");

    /// <inheritdoc />
    public override PersistenceOptions Options => new() { Database = Path };

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
