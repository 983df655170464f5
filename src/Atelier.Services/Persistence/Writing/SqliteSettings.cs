using Microsoft.Data.Sqlite;

namespace Atelier.Services.Persistence.Writing;

/// <summary>How connections to the SQLite file are opened.</summary>
internal static class SqliteSettings
{
    public static string ConnectionString(PersistenceOptions options, SqliteOpenMode mode, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = DatabaseAddress.Parse(options.Database).Value,
        Mode = mode,
        Pooling = pooling,
        ForeignKeys = true,

        // Microsoft.Data.Sqlite waits for a lock as long as a command may take.
        DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
    }.ConnectionString;
}
