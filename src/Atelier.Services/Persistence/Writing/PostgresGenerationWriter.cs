using Atelier.Services.Generations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Atelier.Services.Persistence.Writing;

/// <summary>
/// Writes to PostgreSQL in groups: one round trip reads and locks the rows, the decisions are made here, one more writes them all. A few groups
/// run side by side. When one operation of a group is refused by the database, the others are written without it.
/// </summary>
internal sealed class PostgresGenerationWriter : IDatabaseWriter
{
    private const int MaxRetries = 10;
    private readonly NpgsqlDataSource _database;
    private readonly IDbContextFactory<AtelierDbContext> _contexts;
    private readonly ICommitProbe _probe;
    private readonly IdFactory _ids;
    private readonly TimeProvider _time;
    private readonly WriteQueue _queue;
    private readonly ResiliencePipeline _afterContention;

    public PostgresGenerationWriter(
        PersistenceOptions options,
        NpgsqlDataSource database,
        IDbContextFactory<AtelierDbContext> contexts,
        IGenerationSignals signals,
        ICommitProbe probe,
        IdFactory ids,
        TimeProvider time,
        ILogger<WriteQueue> logger)
    {
        _database = database;
        _contexts = contexts;
        _probe = probe;
        _ids = ids;
        _time = time;

        // The database has already made the other side go first, so there is nothing to wait for.
        _afterContention = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsContention),
                MaxRetryAttempts = MaxRetries,
                Delay = TimeSpan.Zero,
            })
            .Build();
        _queue = new WriteQueue(options.PostgresWriters, options.MaxBatch, WriteGroupAsync, signals, logger);
    }

    public Task<AcceptOutcome> AcceptAsync(NewGeneration generation, CancellationToken cancellationToken) =>
        _queue.RunAsync(new AcceptOperation(generation, cancellationToken));

    public Task<ApplyOutcome> ApplyAsync(GenerationChange change, TransitionRule rule, CancellationToken cancellationToken) =>
        _queue.RunAsync(new ApplyOperation(change, rule, cancellationToken));

    public async Task<T> WriteAsync<T>(Func<AtelierDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        await _afterContention.ExecuteAsync(
            async token =>
            {
                await using var context = await _contexts.CreateDbContextAsync(token);
                await using var transaction = await context.Database.BeginTransactionAsync(token);
                var answer = await work(context, token);
                await _probe.BeforeCommitAsync(token);
                await transaction.CommitAsync(CancellationToken.None);
                await _probe.AfterCommitAsync(token);
                return answer;
            },
            cancellationToken);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task WriteGroupAsync(IReadOnlyList<WriteOperation> group, CancellationToken cancellationToken)
    {
        List<WriteOperation> written;
        try
        {
            written = await _afterContention.ExecuteAsync(async token => await WriteTransactionAsync(group, token), cancellationToken);
        }
        catch (Exception e) when (group.Count > 1 && IsOfOneOperation(e))
        {
            foreach (var operation in group)
            {
                await WriteAloneAsync(operation, cancellationToken);
            }

            return;
        }

        await _probe.AfterCommitAsync(cancellationToken);
        _queue.Settle(written);
    }

    private async Task WriteAloneAsync(WriteOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await WriteGroupAsync([operation], cancellationToken);
        }
        catch (Exception e)
        {
            operation.Fail(e);
        }
    }

    private async Task<List<WriteOperation>> WriteTransactionAsync(IReadOnlyList<WriteOperation> group, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var facts = await PostgresFacts.LoadAsync(connection, group, _time.GetUtcNow(), cancellationToken);
        var decisions = new GroupDecisions(facts, _ids, _time.GetUtcNow());
        foreach (var operation in group)
        {
            decisions.Decide(operation);
        }

        await PostgresStatements.ExecuteAsync(connection, decisions.Statements, decisions.Events, cancellationToken);
        await _probe.BeforeCommitAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (operation, reason) in decisions.Refused)
        {
            operation.Fail(reason);
        }

        return decisions.Decided;
    }

    // Deadlock and serialization failure: the database rolled this side back so that the other could go on.
    private static bool IsContention(Exception exception) => exception switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        DbUpdateException { InnerException: { } inner } => IsContention(inner),
        _ => false,
    };

    // The server took the connection but not a statement; without the connection nobody's operation can be written.
    private static bool IsOfOneOperation(Exception exception) => exception is PostgresException { IsTransient: false } or InvalidOperationException;
}
