using Atelier.Services.Generations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Persistence.Writing;

/// <summary>
/// The one writer of a SQLite file: one connection, prepared statements, many operations per transaction, a savepoint around each so that one
/// failure does not spoil the others.
/// </summary>
internal sealed class SqliteGenerationWriter : IDatabaseWriter
{
    private const string Savepoint = "operation";
    private readonly PersistenceOptions _options;
    private readonly ICommitProbe _probe;
    private readonly IdFactory _ids;
    private readonly TimeProvider _time;
    private readonly WriteQueue _queue;
    private SqliteWriterConnection? _connection;

    public SqliteGenerationWriter(
        PersistenceOptions options, IGenerationSignals signals, ICommitProbe probe, IdFactory ids, TimeProvider time, ILogger<WriteQueue> logger)
    {
        _options = options;
        _probe = probe;
        _ids = ids;
        _time = time;
        _queue = new WriteQueue(loops: 1, options.MaxBatch, WriteGroupAsync, signals, logger);
    }

    public Task<AcceptOutcome> AcceptAsync(NewGeneration generation, CancellationToken cancellationToken) =>
        _queue.RunAsync(new AcceptOperation(generation, cancellationToken));

    public Task<ApplyOutcome> ApplyAsync(GenerationChange change, TransitionRule rule, CancellationToken cancellationToken) =>
        _queue.RunAsync(new ApplyOperation(change, rule, cancellationToken));

    public Task<T> WriteAsync<T>(Func<AtelierDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _queue.RunAsync(new WorkOperation<T>(work, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await CloseAsync();
    }

    private async Task WriteGroupAsync(IReadOnlyList<WriteOperation> group, CancellationToken cancellationToken)
    {
        _connection ??= SqliteWriterConnection.Open(_options);
        try
        {
            var written = await WriteTransactionAsync(_connection, group, cancellationToken);
            await _probe.AfterCommitAsync(cancellationToken);
            _queue.Settle(written);
        }
        catch
        {
            // Whatever state the connection is in now, the next group starts with a fresh one.
            await CloseAsync();
            throw;
        }
    }

    private async Task<List<WriteOperation>> WriteTransactionAsync(
        SqliteWriterConnection connection, IReadOnlyList<WriteOperation> group, CancellationToken cancellationToken)
    {
        // BEGIN IMMEDIATE: the write lock is taken before anything is read.
        await using var transaction = connection.Connection.BeginTransaction(deferred: false);
        var facts = new SqliteFacts(connection.Statements) { Transaction = transaction };
        var written = new List<WriteOperation>(group.Count);
        var refused = new List<(WriteOperation Operation, Exception Reason)>();
        foreach (var operation in group)
        {
            await transaction.SaveAsync(Savepoint, cancellationToken);
            try
            {
                await WriteAsync(operation, connection, facts, cancellationToken);
                await transaction.ReleaseAsync(Savepoint, cancellationToken);
                written.Add(operation);
            }
            catch (Exception e) when (!IsBroken(e))
            {
                await transaction.RollbackAsync(Savepoint, cancellationToken);
                await transaction.ReleaseAsync(Savepoint, cancellationToken);
                refused.Add((operation, e));
            }
        }

        await _probe.BeforeCommitAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (operation, reason) in refused)
        {
            operation.Fail(reason);
        }

        return written;
    }

    private async Task WriteAsync(WriteOperation operation, SqliteWriterConnection connection, SqliteFacts facts, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        switch (operation)
        {
            case AcceptOperation accept:
                Write(accept, AcceptDecision.Decide(accept.Request, facts, _ids, now), connection.Statements, facts.Transaction);
                break;
            case ApplyOperation apply:
                Write(apply, ApplyDecision.Decide(apply.Change, apply.Rule, facts, _ids, now), connection.Statements, facts.Transaction);
                break;
            case IWorkOperation work:
                await using (var context = connection.CreateContext())
                {
                    await context.Database.UseTransactionAsync(facts.Transaction, cancellationToken);
                    await work.RunAsync(context, cancellationToken);
                }

                break;
            default:
                throw new InvalidOperationException($"{operation.GetType().Name} is not an operation of this writer.");
        }
    }

    private static void Write<T>(WriteOperation<T> operation, WritePlan<T> plan, SqliteStatements statements, SqliteTransaction transaction)
    {
        foreach (var statement in plan.Statements)
        {
            statements.Execute(statement, transaction);
        }

        if (plan.Event is { } numbered)
        {
            statements.Execute(numbered, transaction);
        }

        operation.Decided(plan.Outcome, plan.After is { } after ? (after.Id, after.UserId) : null);
    }

    // A full disk or a broken file concerns the whole transaction; a constraint only its operation.
    private static bool IsBroken(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: not SqliteConstraint };

    private const int SqliteConstraint = 19;

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
