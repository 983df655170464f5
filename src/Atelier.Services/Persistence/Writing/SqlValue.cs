namespace Atelier.Services.Persistence.Writing;

/// <summary>Types of hand-written parameters. Each is always sent with its type, also when null, so that a prepared statement fits every row.</summary>
internal enum SqlType
{
    Text,
    Number,
    Real,
    Flag,
    Time,
}

/// <summary>One parameter.</summary>
internal readonly record struct SqlValue(SqlType Type, object? Value)
{
    public static implicit operator SqlValue(string? value) => new(SqlType.Text, value);

    public static implicit operator SqlValue(long value) => new(SqlType.Number, value);

    public static implicit operator SqlValue(long? value) => new(SqlType.Number, value);

    public static implicit operator SqlValue(int value) => new(SqlType.Number, (long)value);

    public static implicit operator SqlValue(int? value) => new(SqlType.Number, (long?)value);

    public static implicit operator SqlValue(double? value) => new(SqlType.Real, value);

    public static implicit operator SqlValue(bool value) => new(SqlType.Flag, value);

    public static implicit operator SqlValue(DateTimeOffset value) => new(SqlType.Time, value);

    public static implicit operator SqlValue(DateTimeOffset? value) => new(SqlType.Time, value);
}

/// <summary>
/// One hand-written statement for both databases: parameters are <c>$1</c>, <c>$2</c>, ... in order. It must change exactly one row;
/// anything else means that the rows are not what was read in the same transaction.
/// </summary>
internal readonly record struct Statement(string Sql, SqlValue[] Values);

/// <summary>Builds the text of an insert from its columns.</summary>
internal static class SqlText
{
    public static string Insert(string table, params string[] columns) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})";
}
