namespace Atelier.Services.Credits;

/// <summary>The check of the books as one statement that both databases understand.</summary>
internal static class ReconciliationSql
{
    // Accounts: 1 user available, 2 user held. States from 6 on are finished. Sums of bigint are wider on PostgreSQL, hence the casts.
    public const string Text =
        """
        WITH sums AS (
            SELECT m.user_id, m.book,
                SUM(CASE WHEN p.account = 1 THEN p.amount_micro ELSE 0 END) AS available,
                SUM(CASE WHEN p.account = 2 THEN p.amount_micro ELSE 0 END) AS held
            FROM ledger_moves m JOIN ledger_postings p ON p.move_id = m.id
            GROUP BY m.user_id, m.book),
        holds AS (SELECT COALESCE(team_id, user_id) AS user_id, book, SUM(held_micro) AS held FROM generations WHERE state < 6 GROUP BY COALESCE(team_id, user_id), book),
        names AS (SELECT user_id, book FROM balances UNION SELECT user_id, book FROM sums UNION SELECT user_id, book FROM holds),
        books AS (
            SELECT COALESCE(b.available_micro, 0) AS available, COALESCE(b.held_micro, 0) AS held,
                COALESCE(s.available, 0) AS posted_available, COALESCE(s.held, 0) AS posted_held, COALESCE(h.held, 0) AS waiting
            FROM names n
            LEFT JOIN balances b ON b.user_id = n.user_id AND b.book = n.book
            LEFT JOIN sums s ON s.user_id = n.user_id AND s.book = n.book
            LEFT JOIN holds h ON h.user_id = n.user_id AND h.book = n.book)
        SELECT
            (SELECT CAST(COALESCE(SUM(amount_micro), 0) AS bigint) FROM ledger_postings) AS "PostingSumMicro",
            (SELECT CAST(COUNT(*) AS integer)
                FROM (SELECT move_id FROM ledger_postings GROUP BY move_id HAVING SUM(amount_micro) <> 0) u) AS "UnbalancedMoves",
            (SELECT CAST(COUNT(*) AS integer) FROM books WHERE available <> posted_available) AS "AvailableDifferences",
            (SELECT CAST(COUNT(*) AS integer) FROM books WHERE held <> waiting OR held <> posted_held) AS "HeldDifferences",
            (SELECT CAST(COUNT(*) AS integer) FROM balances WHERE available_micro < 0 OR held_micro < 0) AS "NegativeBalances",
            (SELECT CAST(COUNT(*) AS integer) FROM generations g WHERE g.state >= 6
                AND (SELECT COUNT(*) FROM ledger_moves m WHERE m.generation_id = g.id AND m.slot = 'end') <> 1) AS "FinishedWithoutEnd",
            (SELECT CAST(COUNT(*) AS integer) FROM credit_lots l WHERE l.amount_micro < (SELECT -COALESCE(SUM(p.amount_micro), 0)
                FROM ledger_moves m JOIN ledger_postings p ON p.move_id = m.id AND p.account = 1 WHERE m.source_id = l.move_id AND m.move = 5))
            + (SELECT CAST(COUNT(*) AS integer) FROM top_up_codes c
                WHERE (CASE WHEN c.redeemed_at IS NULL THEN 0 ELSE 1 END) <> (SELECT COUNT(*) FROM ledger_moves m WHERE m.source_id = c.id AND m.move = 7))
            AS "SourceDifferences"
        """;
}
