using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Making and changing the tables.</summary>
public abstract class SetupSuite
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_database_is_unhealthy_until_it_is_migrated()
    {
        await using var database = await CreateEmptyAsync(Token);
        await using var fixture = PersistenceFixture.Create(database.Options);

        (await fixture.Setup.CheckAsync(Token)).IsHealthy.ShouldBeFalse();
        await fixture.Setup.MigrateAsync(Token);
        (await fixture.Setup.CheckAsync(Token)).ShouldBe(new DatabaseHealth(true, null));
    }

    [Fact]
    public async Task Migrating_again_keeps_what_is_there()
    {
        await using var database = await CreateEmptyAsync(Token);
        await using var fixture = await PersistenceFixture.OpenAsync(database.Options);
        var user = await fixture.UserAsync();

        await fixture.Setup.MigrateAsync(Token);

        (await fixture.Accounts.FindUserAsync(user.Id, Token)).ShouldBe(user);
    }

    [Fact]
    public async Task Several_processes_may_migrate_at_once()
    {
        await using var database = await CreateEmptyAsync(Token);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

        var opening = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => PersistenceFixture.OpenAsync(database.Options, time), Token)));
        while (!opening.IsCompleted)
        {
            // Those that wait for the first ask again after a moment of this clock.
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        foreach (var fixture in await opening)
        {
            (await fixture.Setup.CheckAsync(Token)).IsHealthy.ShouldBeTrue();
            await fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_model_has_a_migration_for_its_current_shape()
    {
        await using var database = await CreateEmptyAsync(Token);
        await using var fixture = PersistenceFixture.Create(database.Options);
        await using var context = await fixture.ContextAsync();

        context.Database.HasPendingModelChanges().ShouldBeFalse(
            "The model has changed. Run the two commands in the remarks of AtelierDbContext and commit what they write.");
    }

    private protected abstract Task<TestDatabase> CreateEmptyAsync(CancellationToken cancellationToken);
}

public sealed class PostgresSetupTests : SetupSuite
{
    private protected override async Task<TestDatabase> CreateEmptyAsync(CancellationToken cancellationToken) =>
        await PostgresTestDatabase.CreateEmptyAsync(cancellationToken);
}

public sealed class SqliteSetupTests : SetupSuite
{
    [Fact]
    public async Task A_migration_that_was_killed_does_not_block_the_next_start()
    {
        await using var database = new SqliteTestDatabase();
        await using (var killed = PersistenceFixture.Create(database.Options))
        {
            await LeaveMigratorsLockAsync(database.Path);
        }

        await using var next = await PersistenceFixture.OpenAsync(database.Options);

        (await next.Setup.CheckAsync(Token)).IsHealthy.ShouldBeTrue();
    }

    [Fact]
    public async Task The_file_may_be_in_a_folder_that_does_not_exist_yet()
    {
        await using var database = new SqliteTestDatabase();
        var options = new PersistenceOptions { Database = Path.Combine(Path.GetDirectoryName(database.Path)!, "new", "deeper", "atelier.db") };

        await using var fixture = await PersistenceFixture.OpenAsync(options);

        (await fixture.Setup.CheckAsync(Token)).IsHealthy.ShouldBeTrue();
        fixture.Setup.Description.ShouldStartWith("SQLite /");
    }

    [Fact]
    public async Task A_write_that_goes_round_the_writer_is_refused()
    {
        await using var database = await TestDatabase.CreateSqliteAsync(Token);
        await using var fixture = await PersistenceFixture.OpenAsync(database.Options);
        await using var context = await fixture.ContextAsync();

        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => context.Database.ExecuteSqlRawAsync("DELETE FROM users", Token));
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("cache_size", "-65536")]
    public async Task The_writer_is_durable_and_strict(string pragma, string expected)
    {
        await using var database = await TestDatabase.CreateSqliteAsync(Token);
        await using var fixture = await PersistenceFixture.OpenAsync(database.Options);

        var value = await fixture.Writer.WriteAsync(
            async (context, token) =>
            {
                await using var command = context.Database.GetDbConnection().CreateCommand();
                command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(context.Database.CurrentTransaction!);
#pragma warning disable CA2100 // Names of pragmas from the lines above.
                command.CommandText = $"PRAGMA {pragma}";
#pragma warning restore CA2100
                return $"{await command.ExecuteScalarAsync(token)}";
            },
            Token);

        value.ShouldBe(expected);
    }

    [Fact]
    public async Task A_large_backlog_is_read_through_its_indices()
    {
        await using var database = await TestDatabase.CreateSqliteAsync(Token);
        await using var fixture = await PersistenceFixture.OpenAsync(database.Options);
        await using var context = await fixture.ContextAsync();

        (await PlanAsync(context, "SELECT id FROM generations WHERE state < 6 AND (owner IS NULL OR deadline <= 5)")).ShouldContain("COVERING INDEX ix_generations_unfinished");
        (await PlanAsync(context, "SELECT count(*) FROM generations WHERE state < 6 AND provider = 'a' AND book = 1 AND id < 'b'")).ShouldContain("COVERING INDEX ix_generations_queue");
        (await PlanAsync(context, "SELECT * FROM generations WHERE user_id = 'a' AND id < 'b' ORDER BY id DESC LIMIT 20")).ShouldContain("ix_generations_user_id_id");
        (await PlanAsync(context, "SELECT * FROM generation_events WHERE user_id = 'a' AND sequence > 5 ORDER BY sequence LIMIT 20")).ShouldContain("ix_generation_events_user_id_sequence");
        (await PlanAsync(context, "SELECT * FROM generation_events WHERE generation_id = 'a' AND sequence > 5 ORDER BY sequence LIMIT 20")).ShouldContain("ix_generation_events_generation_id_sequence");
    }

    [Fact]
    public async Task Queries_say_unfinished_as_the_indices_do()
    {
        await using var database = await TestDatabase.CreateSqliteAsync(Token);
        await using var fixture = await PersistenceFixture.OpenAsync(database.Options);
        await using var context = await fixture.ContextAsync();

        context.Generations.Where(g => g.State < GenerationState.Completed).ToQueryString().ShouldContain("\"state\" < 6");
    }

    private protected override Task<TestDatabase> CreateEmptyAsync(CancellationToken cancellationToken) => Task.FromResult<TestDatabase>(new SqliteTestDatabase());

    private static async Task<string> PlanAsync(AtelierDbContext context, string sql)
    {
        await context.Database.OpenConnectionAsync(Token);
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Statements from the lines above.
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(Token);
        var plan = new List<string>();
        while (await rows.ReadAsync(Token))
        {
            plan.Add(rows.GetString(3));
        }

        return string.Join("; ", plan);
    }

    private static async Task LeaveMigratorsLockAsync(string path)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """;
        await command.ExecuteNonQueryAsync(Token);
    }
}
