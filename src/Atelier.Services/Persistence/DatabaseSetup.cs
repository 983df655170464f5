using System.Data.Common;
using Atelier.Services.Persistence.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Polly;
using Polly.Retry;

namespace Atelier.Services.Persistence;

internal sealed class DatabaseSetup : IDatabaseSetup
{
    // Any number does, as long as every node uses the same and nothing else does.
    private const string MigrationLock = "7017280452245743107";

    private readonly PersistenceOptions _options;
    private readonly DatabaseAddress _address;
    private readonly IDbContextFactory<AtelierDbContext> _contexts;
    private readonly ResiliencePipeline _untilFree;

    public DatabaseSetup(PersistenceOptions options, IDbContextFactory<AtelierDbContext> contexts, TimeProvider time)
    {
        _options = options;
        _address = DatabaseAddress.Parse(options.Database);
        _contexts = contexts;
        _untilFree = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                // A long migration of another process is waited for as long as the caller likes.
                ShouldHandle = new PredicateBuilder().Handle<IOException>(IsTaken),
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(100),
            })
            .Build();
    }

    public string Description => _address.ToString();

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (_address.Engine == DatabaseEngine.Sqlite)
        {
            await MigrateSqliteAsync(cancellationToken);
        }
        else
        {
            await MigratePostgresAsync(cancellationToken);
        }
    }

    /// <summary>
    /// The migrator's own lock lasts for one migration only: two nodes that start together would both apply the second. This one is the session's,
    /// so it is freed when the process dies.
    /// </summary>
    private async Task MigratePostgresAsync(CancellationToken cancellationToken)
    {
        await using var alone = await _contexts.CreateDbContextAsync(cancellationToken);
        alone.Database.SetCommandTimeout(TimeSpan.Zero);
        await alone.Database.OpenConnectionAsync(cancellationToken);
        await alone.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await alone.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
            alone.Database.SetCommandTimeout((int?)null);
        }
    }

    public async Task<DatabaseHealth> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            var missing = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            return missing.Count == 0
                ? new DatabaseHealth(true, null)
                : new DatabaseHealth(false, $"{missing.Count} migrations have not been applied; the first is {missing[0]}.");
        }
        catch (Exception e) when (e is DbException or TimeoutException or InvalidOperationException)
        {
            return new DatabaseHealth(false, $"The database does not answer: {e.Message}");
        }
    }

    private async Task MigrateSqliteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_address.Value)!);

        // The system frees this lock when a process dies, unlike the lock table that the migrator leaves behind in the file.
        await using var alone = await _untilFree.ExecuteAsync(_ => ValueTask.FromResult(TakeLock(_address.Value + ".migrating")), cancellationToken);
        await using var context = new AtelierDbContext(new DbContextOptionsBuilder<AtelierDbContext>()
            .UseAtelierSqlite(SqliteSettings.ConnectionString(_options, SqliteOpenMode.ReadWriteCreate, pooling: false)).Options);
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }

        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
    }

    // The file stays: if it were removed, one process could lock the old file and another the new one.
    private static FileStream TakeLock(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);

    // "Would block" on Linux and macOS, a sharing violation on Windows. A full disk or a missing right is no reason to wait.
    private static bool IsTaken(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x8007_0020);
}
