using Atelier.Services.Persistence.Model;
using Microsoft.Data.Sqlite;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Prepared statements of one SQLite connection, each prepared when first used and kept.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <exception cref="InvalidOperationException">The statement did not change exactly one row.</exception>
    public void Execute(in Statement statement, SqliteTransaction transaction)
    {
        var changed = Bind(statement.Sql, statement.Values, transaction).ExecuteNonQuery();
        if (changed != 1)
        {
            throw new InvalidOperationException($"A statement changed {changed} rows instead of one: {statement.Sql}");
        }
    }

    public SqliteDataReader Read(string sql, ReadOnlySpan<SqlValue> values, SqliteTransaction transaction) => Bind(sql, values, transaction).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<SqlValue> values, SqliteTransaction transaction)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, values.Length);
            _prepared.Add(sql, command);
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = ToSqlite(values[i]);
        }

        return command;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is one of our constants; values only ever travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", value: null));
        }

        return command;
    }

    private static object ToSqlite(SqlValue value) => value switch
    {
        { Value: null } => DBNull.Value,
        { Type: SqlType.Time, Value: DateTimeOffset time } => StoredTime.ToMicros(time),
        _ => value.Value,
    };
}
