using System.Globalization;

namespace Atelier.Services.Credits.Books;

/// <summary>
/// The questions to the ledger, in SQL that both databases understand. Ids of moves sort by time, so a period is a range of ids: statement and
/// usage of one period are about the very same moves.
/// </summary>
internal static class BookSql
{
    // Accounts: 1 available, 2 held, 3 revenue. Moves: 1 hold, 2 capture, 4 grant, 5 expire, 6 adjust, 7 top-up.
    public const string Statement =
        """
        WITH sides AS (
            SELECT m.id, m.move, CASE WHEN m.id < {2} THEN 1 ELSE 0 END AS earlier,
                COALESCE(SUM(CASE WHEN p.account = 1 THEN p.amount_micro END), 0) AS available,
                COALESCE(SUM(CASE WHEN p.account = 2 THEN p.amount_micro END), 0) AS held
            FROM ledger_moves m LEFT JOIN ledger_postings p ON p.move_id = m.id
            WHERE m.id < {3} AND ({0} = '' OR m.user_id = {0}) AND ({1} < 0 OR m.book = {1})
            GROUP BY m.id, m.move)
        SELECT
            CAST(COALESCE(SUM(CASE WHEN earlier = 1 THEN available END), 0) AS bigint) AS "OpeningAvailableMicro",
            CAST(COALESCE(SUM(CASE WHEN earlier = 1 THEN held END), 0) AS bigint) AS "OpeningHeldMicro",
            CAST(COALESCE(SUM(CASE WHEN earlier = 0 AND move = 4 THEN available END), 0) AS bigint) AS "GrantedMicro",
            CAST(COALESCE(SUM(CASE WHEN earlier = 0 AND move = 7 THEN available END), 0) AS bigint) AS "ToppedUpMicro",
            CAST(COALESCE(SUM(CASE WHEN earlier = 0 AND move = 6 THEN available END), 0) AS bigint) AS "AdjustedMicro",
            CAST(COALESCE(SUM(CASE WHEN earlier = 0 AND move = 5 THEN available END), 0) AS bigint) AS "ExpiredMicro",
            CAST(COALESCE(SUM(CASE WHEN earlier = 0 AND move = 2 THEN available + held END), 0) AS bigint) AS "ChargedMicro",
            CAST(COALESCE(SUM(available), 0) AS bigint) AS "ClosingAvailableMicro",
            CAST(COALESCE(SUM(held), 0) AS bigint) AS "ClosingHeldMicro",
            CAST(COALESCE(SUM(CASE WHEN earlier = 0 THEN 1 ELSE 0 END), 0) AS bigint) AS "Moves"
        FROM sides
        """;

    // States of attempts: 1 started, 2 accepted, 3 delivered, 4 refused, 5 unknown, 6 failed, 7 abandoned. What was refused, or failed without
    // a bill, cost nothing; what nobody knows is counted. AttemptCost says the same in code, and a test compares them.
    private const string Counted = "COALESCE(a.vendor_cost_micro_usd, CASE WHEN a.state IN (4, 6) THEN 0 ELSE a.estimated_cost_micro_usd END, 0)";

    private const string Ends =
        $$"""
        SELECT m.created_at, m.generation_id,
            COALESCE((SELECT p.amount_micro FROM ledger_postings p WHERE p.move_id = m.id AND p.account = 3), 0) AS charged,
            COALESCE((SELECT SUM({{Counted}}) FROM attempts a WHERE a.generation_id = m.generation_id), 0) AS cost,
            COALESCE((SELECT SUM(a.vendor_cost_micro_usd) FROM attempts a WHERE a.generation_id = m.generation_id), 0) AS reported
        FROM ledger_moves m
        WHERE m.slot = 'end' AND m.id >= {2} AND m.id < {3} AND ({0} = '' OR m.user_id = {0}) AND ({1} < 0 OR m.book = {1})
        """;

    /// <summary>Usage, grouped as asked. Generations stay in the database after they were deleted, so nothing is missing.</summary>
    public static string Usage(UsageQuery query, bool isPostgres)
    {
        var by = query.GroupBy;
        var time = TimeOf(UnitOf(by.Contains(UsageGroup.Hour), by.Contains(UsageGroup.Day), by.Contains(UsageGroup.Month)), "e.created_at", isPostgres);
        var columns = new List<(string Name, string? Sql)>
        {
            ("Time", time),
            ("UserId", query.GroupBy.Contains(UsageGroup.User) ? "g.user_id" : null),
            ("TeamId", query.GroupBy.Contains(UsageGroup.Team) ? "g.team_id" : null),
            ("KeyId", query.GroupBy.Contains(UsageGroup.Key) ? "g.key_id" : null),
            ("Model", query.GroupBy.Contains(UsageGroup.Model) ? "g.model" : null),
            ("Vendor", query.GroupBy.Contains(UsageGroup.Vendor) ? "g.provider" : null),
        };
        var (selected, grouped) = Grouped(columns, query.Limit);
        return $$"""
            SELECT {{selected}}, CAST(COUNT(*) AS bigint) AS "Generations", CAST(COALESCE(SUM(e.charged), 0) AS bigint) AS "ChargedMicro",
                CAST(COALESCE(SUM(e.cost), 0) AS bigint) AS "CostMicroUsd", CAST(COALESCE(SUM(e.reported), 0) AS bigint) AS "ReportedCostMicroUsd"
            FROM ({{Ends}}) e LEFT JOIN generations g ON g.id = e.generation_id
            WHERE ({4} = '' OR g.user_id = {4})
            {{grouped}}
            """;
    }

    /// <summary>What attempts cost, grouped as asked.</summary>
    public static string VendorCosts(VendorCostQuery query, bool isPostgres)
    {
        var by = query.GroupBy;
        var time = TimeOf(UnitOf(by.Contains(CostGroup.Hour), by.Contains(CostGroup.Day), by.Contains(CostGroup.Month)), "a.started_at", isPostgres);
        var (selected, grouped) = Grouped(
            [
                ("Time", time),
                ("Vendor", by.Contains(CostGroup.Vendor) ? "a.provider" : null),
                ("VendorModel", by.Contains(CostGroup.Model) ? "a.vendor_model" : null),
            ],
            query.Limit);
        return $$"""
            SELECT {{selected}}, CAST(COUNT(*) AS bigint) AS "Attempts", CAST(COALESCE(SUM(a.estimated_cost_micro_usd), 0) AS bigint) AS "EstimatedMicroUsd",
                CAST(COALESCE(SUM(a.vendor_cost_micro_usd), 0) AS bigint) AS "ReportedMicroUsd", CAST(COALESCE(SUM({{Counted}}), 0) AS bigint) AS "CostMicroUsd"
            FROM attempts a JOIN generations g ON g.id = a.generation_id
            WHERE g.book = {0} AND a.id >= {1} AND a.id < {2}
            {{grouped}}
            """;
    }

    public static (string From, string Before) Bounds(StatementQuery query) => Bounds(IdPrefixes.LedgerMove, query.Since, query.Until);

    /// <summary>The ids of a period: the first that may lie in it, and the first that does not any more.</summary>
    public static (string From, string Before) Bounds(string prefix, DateTimeOffset? since, DateTimeOffset? until) => (
        since is { } from ? IdFactory.LowerBound(prefix, from) : prefix, until is { } before ? IdFactory.LowerBound(prefix, before) : prefix + "z");

    public static object[] Values(StatementQuery query)
    {
        var (from, before) = Bounds(query);
        return [query.PayerId ?? string.Empty, query.Book is { } book ? (int)book : -1, from, before];
    }

    public static object[] Values(VendorCostQuery query)
    {
        var (from, before) = Bounds(IdPrefixes.Attempt, query.Since, query.Until);
        return [(int)query.Book, from, before];
    }

    public static object[] Values(UsageQuery query) => [.. Values(query.Period), query.UserId ?? string.Empty];

    private static (string Selected, string Grouped) Grouped(IReadOnlyList<(string Name, string? Sql)> columns, int? limit)
    {
        var groups = columns.Where(column => column.Sql is not null).Select(column => column.Sql!).ToList();
        var selected = string.Join(", ", columns.Select(column => $"{column.Sql ?? "CAST(NULL AS text)"} AS \"{column.Name}\""));
        var grouped = groups.Count == 0 ? string.Empty : $"GROUP BY {string.Join(", ", groups)} ORDER BY {string.Join(", ", groups)}";
        return (selected, limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"{grouped} LIMIT {most}") : grouped);
    }

    private static string? UnitOf(bool hour, bool day, bool month) => hour ? "hour" : day ? "day" : month ? "month" : null;

    private static string? TimeOf(string? unit, string column, bool isPostgres) => unit switch
    {
        null => null,
        _ when isPostgres => $"to_char(date_trunc('{unit}', {column} AT TIME ZONE 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        "hour" => $"strftime('%Y-%m-%dT%H:00:00Z', {column} / 1000000, 'unixepoch')",
        "day" => $"strftime('%Y-%m-%dT00:00:00Z', {column} / 1000000, 'unixepoch')",
        _ => $"strftime('%Y-%m-01T00:00:00Z', {column} / 1000000, 'unixepoch')",
    };
}
