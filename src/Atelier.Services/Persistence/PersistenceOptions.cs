namespace Atelier.Services.Persistence;

/// <summary>The database engines.</summary>
public enum DatabaseEngine
{
    /// <summary>One file, one process; no other server.</summary>
    Sqlite = 1,

    /// <summary>A PostgreSQL server, any number of processes.</summary>
    Postgres = 2,
}

/// <summary>How hard SQLite makes a commit stick.</summary>
public enum SqliteSynchronous
{
    /// <summary>Survives a killed process; the last commits may be lost when the power fails.</summary>
    Normal = 1,

    /// <summary>Survives a power failure as well.</summary>
    Full = 2,
}

/// <summary>Where the rows live and how they are written.</summary>
public sealed class PersistenceOptions
{
    /// <summary>
    /// A path of a SQLite file (optionally with <c>sqlite:</c> before it), a PostgreSQL connection string (<c>Host=...;Database=...</c>) or a
    /// <c>postgres://user:password@host:port/database</c> address.
    /// </summary>
    public required string Database { get; set; }

    /// <summary>How hard SQLite makes a commit stick. Grouped writing makes the safe choice affordable. Default: full.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>How long a SQLite statement waits for another process's lock. Default: 15 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Pages SQLite's writer keeps in memory, in KiB. Default: 65,536.</summary>
    public int WriterCacheKilobytes { get; set; } = 65_536;

    /// <summary>Largest number of operations in one transaction; more wait for the next. Larger means fewer disk flushes. Default: 256.</summary>
    public int MaxBatch { get; set; } = 256;

    /// <summary>Transactions written side by side to PostgreSQL; SQLite always has one. Default: 3.</summary>
    public int PostgresWriters { get; set; } = 3;

    /// <summary>How long an authenticated key is believed without asking the database, from 0 to 2 seconds. Default: 2 seconds.</summary>
    public TimeSpan KeyCacheLifetime { get; set; } = TimeSpan.FromSeconds(2);
}
