using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Npgsql;

namespace Atelier.Services.Persistence.Writing;

/// <summary>
/// The rows that one group is about, read and locked in one round trip. Balances first and in order, then generations in order: two writers
/// never wait for each other in a circle. Decisions of the group are kept here, so that later operations see earlier ones.
/// </summary>
internal sealed class PostgresFacts : IFacts
{
    private const string LockBalances =
        """
        SELECT b.user_id, b.book, b.available_micro
        FROM balances b
        JOIN (SELECT * FROM unnest($1::text[], $2::integer[]) AS spent (user_id, book)
              UNION SELECT COALESCE(team_id, user_id), book FROM generations WHERE id = ANY ($3)) n ON n.user_id = b.user_id AND n.book = b.book
        ORDER BY b.user_id, b.book
        FOR NO KEY UPDATE OF b
        """;

    private const string LockGenerations =
        """
        SELECT id, user_id, book, state, version, provider, vendor_model, quoted_micro, held_micro, attempt_count, vendor_task_id, progress, COALESCE(team_id, user_id)
        FROM generations WHERE id = ANY ($1) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE
        """;

    // Read after the balances are locked: nobody else can accept for these users meanwhile.
    private const string ReadKeys =
        """
        SELECT k.user_id, k.book, k.key, k.generation_id, k.request_hash, k.expires_at
        FROM idempotency_keys k
        JOIN unnest($1::text[], $2::integer[], $3::text[]) AS n (user_id, book, key) ON n.user_id = k.user_id AND n.book = k.book AND n.key = k.key
        """;

    private const string ReadResults =
        """
        SELECT c.user_id, c.book, c.key, c.generation_id, g.state, g.completed_at, c.expires_at
        FROM cached_results c
        JOIN unnest($1::text[], $2::integer[], $3::text[]) AS n (user_id, book, key) ON n.user_id = c.user_id AND n.book = c.book AND n.key = c.key
        JOIN generations g ON g.id = c.generation_id AND g.deleted_at IS NULL
        """;

    // First of all, so that whoever counts afterwards sees what the one before has accepted, also in other books and for other payers.
    private const string LockLimited = "SELECT pg_advisory_xact_lock(hashtextextended(subject, 7017280452245743108)) FROM unnest($1::text[]) AS subject";

    private readonly Dictionary<UsageName, UsageFacts> _usage = [];
    private readonly Dictionary<BalanceName, long> _available = [];
    private readonly Dictionary<string, GenerationFacts> _generations = new(StringComparer.Ordinal);
    private readonly Dictionary<KeyName, KeyFacts> _keys = [];
    private readonly Dictionary<ResultName, ResultFacts> _results = [];

    private PostgresFacts()
    {
    }

    public static async Task<PostgresFacts> LoadAsync(
        NpgsqlConnection connection, IReadOnlyList<WriteOperation> group, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accepts = group.OfType<AcceptOperation>().Select(o => o.Request).ToList();
        var applies = group.OfType<ApplyOperation>().ToList();
        var spenders = accepts.Select(r => new BalanceName(r.Generation.PayerId, r.Generation.Book)).Distinct().ToList();
        var ends = applies.Where(o => o.Rule.Money != MoneyMove.None).Select(o => o.Change.GenerationId).ToList();
        var keys = accepts.Select(AcceptDecision.KeyOf).OfType<KeyName>().Distinct().ToList();
        var results = accepts.Select(AcceptDecision.ResultOf).OfType<ResultName>().Distinct().ToList();

        var limited = accepts.SelectMany(LimitDecision.UsagesOf).Distinct().OrderBy(name => name.Id, StringComparer.Ordinal).ThenBy(name => name.Book).ToList();

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(LockBalances, Array(spenders, s => s.UserId), Array(spenders, s => (int)s.Book), Array(ends, id => id)),
                Command(LockGenerations, Array(applies, o => o.Change.GenerationId)),
                Command(ReadKeys, Array(keys, k => k.UserId), Array(keys, k => (int)k.Book), Array(keys, k => k.Key)),
                Command(ReadResults, Array(results, r => r.UserId), Array(results, r => (int)r.Book), Array(results, r => r.Key)),
            },
        };
        if (limited.Count > 0)
        {
            batch.BatchCommands.Insert(0, Command(LockLimited, Array(limited, name => name.Id)));
            foreach (var name in limited)
            {
                batch.BatchCommands.Add(PostgresStatements.ToCommand(new Statement(UsageSql.Select(name.Kind), UsageSql.Values(name, now))));
            }
        }

        var facts = new PostgresFacts();
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        if (limited.Count > 0)
        {
            await rows.NextResultAsync(cancellationToken);
        }

        await facts.ReadBalancesAsync(rows, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        await facts.ReadGenerationsAsync(rows, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        await facts.ReadKeysAsync(rows, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        await facts.ReadResultsAsync(rows, cancellationToken);
        foreach (var name in limited)
        {
            await rows.NextResultAsync(cancellationToken);
            await facts.ReadUsageAsync(rows, name, cancellationToken);
        }

        return facts;
    }

    public GenerationFacts? Generation(string id) => _generations.GetValueOrDefault(id);

    public long? Available(BalanceName balance) => _available.TryGetValue(balance, out var available) ? available : null;

    public KeyFacts? Key(KeyName key) => _keys.GetValueOrDefault(key);

    public ResultFacts? Result(ResultName result) => _results.GetValueOrDefault(result);

    public UsageFacts Usage(UsageName name, DateTimeOffset now) => _usage[name];

    /// <summary>Lets later operations of the group see what this one decided.</summary>
    public void Keep<T>(WritePlan<T> plan)
    {
        if (plan.After is { } after)
        {
            _generations[after.Id] = after;
        }

        if (plan.Balance is { } change && _available.TryGetValue(change.Name, out var available))
        {
            _available[change.Name] = available + change.Available;
        }

        if (plan.Key is { } key)
        {
            _keys[key.Name] = key.Facts;
        }

        if (plan is { After: { } accepted, Limited.Count: > 0 })
        {
            foreach (var name in plan.Limited)
            {
                _usage[name] = _usage[name].With(accepted.HeldMicro, plan.AcceptedAt);
            }
        }

        if (plan.Result is { } result)
        {
            _results[result.Name] = result.Facts;
        }
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> arrays)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var array in arrays)
        {
            command.Parameters.Add(array);
        }

        return command;
    }

    private static NpgsqlParameter<T[]> Array<TItem, T>(List<TItem> items, Func<TItem, T> read) => new() { TypedValue = [.. items.Select(read)] };

    private async Task ReadBalancesAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        while (await rows.ReadAsync(cancellationToken))
        {
            _available[new BalanceName(rows.GetString(0), (Book)rows.GetInt32(1))] = rows.GetInt64(2);
        }
    }

    private async Task ReadGenerationsAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        while (await rows.ReadAsync(cancellationToken))
        {
            var id = rows.GetString(0);
            _generations[id] = new GenerationFacts
            {
                Id = id,
                UserId = rows.GetString(1),
                Book = (Book)rows.GetInt32(2),
                State = (GenerationState)rows.GetInt32(3),
                Version = rows.GetInt64(4),
                Provider = rows.GetString(5),
                VendorModel = rows.GetString(6),
                QuotedMicro = rows.GetInt64(7),
                HeldMicro = rows.GetInt64(8),
                AttemptCount = rows.GetInt32(9),
                VendorTaskId = rows.IsDBNull(10) ? null : rows.GetString(10),
                Progress = rows.IsDBNull(11) ? null : rows.GetDouble(11),
                PayerId = rows.GetString(12),
            };
        }
    }

    private async Task ReadUsageAsync(NpgsqlDataReader rows, UsageName name, CancellationToken cancellationToken)
    {
        await rows.ReadAsync(cancellationToken);
        _usage[name] = new UsageFacts(
            rows.GetInt64(0),
            rows.GetInt64(1),
            await rows.IsDBNullAsync(2, cancellationToken) ? null : await rows.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken),
            rows.GetInt64(3),
            rows.GetInt64(4));
    }

    private async Task ReadResultsAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        while (await rows.ReadAsync(cancellationToken))
        {
            _results[new ResultName(rows.GetString(0), (Book)rows.GetInt32(1), rows.GetString(2))] = new ResultFacts(
                rows.GetString(3),
                (GenerationState)rows.GetInt32(4),
                await rows.IsDBNullAsync(5, cancellationToken) ? null : await rows.GetFieldValueAsync<DateTimeOffset>(5, cancellationToken),
                rows.GetFieldValue<DateTimeOffset>(6));
        }
    }

    private async Task ReadKeysAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        while (await rows.ReadAsync(cancellationToken))
        {
            _keys[new KeyName(rows.GetString(0), (Book)rows.GetInt32(1), rows.GetString(2))] =
                new KeyFacts(rows.GetString(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5));
        }
    }
}
