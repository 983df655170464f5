using Npgsql;
using NpgsqlTypes;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Turns statements into commands of one batch, and checks what they changed.</summary>
internal static class PostgresStatements
{
    // Any number does, as long as every node uses the same.
    private const string LockEvents = "SELECT pg_advisory_xact_lock(7017280452245743106)";

    /// <summary>Sends everything in one round trip.</summary>
    /// <param name="connection">The connection, inside a transaction.</param>
    /// <param name="statements">What to write.</param>
    /// <param name="events">
    /// The events to number. Numbers are drawn before the commit, so writers take turns from here to their commit: a reader that has seen a
    /// number will never be shown a smaller one later.
    /// </param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="InvalidOperationException">A statement did not change exactly one row.</exception>
    public static async Task ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyList<Statement> statements, IReadOnlyList<Statement> events, CancellationToken cancellationToken)
    {
        if (statements.Count == 0 && events.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(ToCommand(statement));
        }

        if (events.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LockEvents));
            foreach (var statement in events)
            {
                batch.BatchCommands.Add(ToCommand(statement));
            }
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        foreach (var command in batch.BatchCommands)
        {
            if (command.CommandText != LockEvents && command.RecordsAffected != 1)
            {
                throw new InvalidOperationException($"A statement changed {command.RecordsAffected} rows instead of one: {command.CommandText}");
            }
        }
    }

    public static NpgsqlBatchCommand ToCommand(in Statement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var value in statement.Values)
        {
            command.Parameters.Add(ToParameter(value));
        }

        return command;
    }

    private static NpgsqlParameter ToParameter(SqlValue value) => new()
    {
        NpgsqlDbType = value.Type switch
        {
            SqlType.Text => NpgsqlDbType.Text,
            SqlType.Number => NpgsqlDbType.Bigint,
            SqlType.Real => NpgsqlDbType.Double,
            SqlType.Flag => NpgsqlDbType.Boolean,
            SqlType.Time => NpgsqlDbType.TimestampTz,
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.Type, null),
        },
        Value = value.Value switch
        {
            null => DBNull.Value,
            DateTimeOffset time => time.ToUniversalTime(),
            var other => other,
        },
    };
}
