using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;
using Microsoft.Data.Sqlite;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Reads facts inside the open transaction; with one writer nobody can change them before the commit.</summary>
internal sealed class SqliteFacts(SqliteStatements statements) : IFacts
{
    private const string SelectGeneration =
        """
        SELECT user_id, book, state, version, provider, vendor_model, quoted_micro, held_micro, attempt_count, vendor_task_id, progress, COALESCE(team_id, user_id)
        FROM generations WHERE id = $1 AND deleted_at IS NULL
        """;

    private const string SelectAvailable = "SELECT available_micro FROM balances WHERE user_id = $1 AND book = $2";

    private const string SelectKey = "SELECT generation_id, request_hash, expires_at FROM idempotency_keys WHERE user_id = $1 AND book = $2 AND key = $3";

    private const string SelectResult =
        """
        SELECT c.generation_id, g.state, g.completed_at, c.expires_at
        FROM cached_results c JOIN generations g ON g.id = c.generation_id AND g.deleted_at IS NULL
        WHERE c.user_id = $1 AND c.book = $2 AND c.key = $3
        """;

    /// <summary>The transaction under way.</summary>
    public required SqliteTransaction Transaction { get; init; }

    public GenerationFacts? Generation(string id)
    {
        using var row = statements.Read(SelectGeneration, [id], Transaction);
        return !row.Read()
            ? null
            : new GenerationFacts
            {
                Id = id,
                UserId = row.GetString(0),
                Book = (Book)row.GetInt32(1),
                State = (GenerationState)row.GetInt32(2),
                Version = row.GetInt64(3),
                Provider = row.GetString(4),
                VendorModel = row.GetString(5),
                QuotedMicro = row.GetInt64(6),
                HeldMicro = row.GetInt64(7),
                AttemptCount = row.GetInt32(8),
                VendorTaskId = row.IsDBNull(9) ? null : row.GetString(9),
                Progress = row.IsDBNull(10) ? null : row.GetDouble(10),
                PayerId = row.GetString(11),
            };
    }

    public long? Available(BalanceName balance)
    {
        using var row = statements.Read(SelectAvailable, [balance.UserId, (int)balance.Book], Transaction);
        return row.Read() ? row.GetInt64(0) : null;
    }

    public ResultFacts? Result(ResultName result)
    {
        using var row = statements.Read(SelectResult, [result.UserId, (int)result.Book, result.Key], Transaction);
        return row.Read()
            ? new ResultFacts(
                row.GetString(0), (GenerationState)row.GetInt32(1), row.IsDBNull(2) ? null : StoredTime.FromMicros(row.GetInt64(2)), StoredTime.FromMicros(row.GetInt64(3)))
            : null;
    }

    public UsageFacts Usage(UsageName name, DateTimeOffset now)
    {
        using var row = statements.Read(UsageSql.Select(name.Kind), UsageSql.Values(name, now), Transaction);
        row.Read();
        return new UsageFacts(
            row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : StoredTime.FromMicros(row.GetInt64(2)), row.GetInt64(3), row.GetInt64(4));
    }

    public KeyFacts? Key(KeyName key)
    {
        using var row = statements.Read(SelectKey, [key.UserId, (int)key.Book, key.Key], Transaction);
        return row.Read() ? new KeyFacts(row.GetString(0), row.GetString(1), StoredTime.FromMicros(row.GetInt64(2))) : null;
    }
}
