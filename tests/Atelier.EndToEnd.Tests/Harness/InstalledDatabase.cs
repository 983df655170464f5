using Microsoft.Data.Sqlite;

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>Looks into, or locks, the SQLite file of an installation from outside.</summary>
internal static class InstalledDatabase
{
    /// <summary>Takes the write lock, so that the server can commit nothing until the lock is disposed.</summary>
    public static async Task<IAsyncDisposable> LockAsync(Installation installation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FileOf(installation),
            DefaultTimeout = 30,
            Pooling = false,
        }.ToString());
        await connection.OpenAsync(Installation.Cancel);
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(Installation.Cancel);
        return connection;
    }

    private static string FileOf(Installation installation) =>
        Directory.GetFiles(installation.Folder, "*.db").ShouldHaveSingleItem();
}
