using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Credits.Expiry;

/// <summary>
/// Takes back what is left of grants whose time is over, from what is available, inside one transaction. A hold taken before the end may still
/// be charged to the grant; what such a hold gives back later goes back to the house then. What was spent after the end and before this was done
/// for the first time was drawn from the grant too, for it was still there: other credits never pay for it. Doing it again changes nothing.
/// </summary>
internal static class CreditExpiry
{
    // Holds, and what operators took away. Grants and expiries spend nothing.
    private const string SpentSql =
        """
        SELECT CAST(COALESCE(SUM(CASE
            WHEN m.move = 1 THEN COALESCE(
                (SELECT COALESCE((SELECT r.amount_micro FROM ledger_postings r WHERE r.move_id = e.id AND r.account = 3), 0)
                    FROM ledger_moves e WHERE e.generation_id = m.generation_id AND e.slot = 'end'),
                -p.amount_micro)
            ELSE -p.amount_micro END), 0) AS bigint) AS "Value"
        FROM ledger_moves m JOIN ledger_postings p ON p.move_id = m.id AND p.account = 1
        WHERE m.user_id = {0} AND m.book = {1} AND m.id >= {2} AND m.id < {3} AND (m.move = 1 OR (m.move IN (4, 6) AND p.amount_micro < 0))
        """;

    /// <returns>How many micro-credits went back.</returns>
    public static async Task<long> RunAsync(
        AtelierDbContext context, string payerId, Book book, IdFactory ids, TimeProvider time, CancellationToken cancellationToken)
    {
        // Whoever changes this balance waits until this is done, so that nothing is spent meanwhile.
        await context.Balances.Where(b => b.UserId == payerId && b.Book == book)
            .ExecuteUpdateAsync(row => row.SetProperty(b => b.AvailableMicro, b => b.AvailableMicro), cancellationToken);
        var now = time.GetUtcNow();
        var rows = await context.CreditLots.AsNoTracking().Where(l => l.UserId == payerId && l.Book == book).OrderBy(l => l.MoveId).ToListAsync(cancellationToken);
        var due = rows.Where(row => row.SettledAt is null && row.ExpiresAt <= now).ToList();
        if (due.Count == 0)
        {
            return 0;
        }

        foreach (var row in due)
        {
            row.EndsBefore ??= IdFactory.LowerBound(IdPrefixes.LedgerMove, now);
        }

        var lots = Concerned(rows, due).ConvertAll(row => new Lot(row.MoveId, row.AmountMicro, EndOf(row)));
        var spending = new List<(Stretch, long)>();
        foreach (var stretch in LotReplay.Stretches(lots))
        {
            var spent = await context.Database.SqlQueryRaw<long>(SpentSql, payerId, (int)book, stretch.From, stretch.Before).SingleAsync(cancellationToken);
            spending.Add((stretch, spent));
        }

        var left = LotReplay.Remaining(lots, spending);
        long total = 0;
        foreach (var row in due)
        {
            total += await ExpireAsync(context, row, left[row.MoveId], ids, now, cancellationToken);
        }

        return total;
    }

    private static string EndOf(CreditLotRow row) => row.EndsBefore ?? IdFactory.LowerBound(IdPrefixes.LedgerMove, row.ExpiresAt);

    /// <summary>Those that can have paid for the same things as one that is due, also by way of others.</summary>
    private static List<CreditLotRow> Concerned(List<CreditLotRow> rows, List<CreditLotRow> due)
    {
        var from = due.Min(row => row.MoveId)!;
        while (rows.FirstOrDefault(row => string.CompareOrdinal(row.MoveId, from) < 0 && string.CompareOrdinal(EndOf(row), from) > 0) is { } earlier)
        {
            from = earlier.MoveId;
        }

        return rows.FindAll(row => string.CompareOrdinal(row.MoveId, from) >= 0);
    }

    private static async Task<long> ExpireAsync(
        AtelierDbContext context, CreditLotRow lot, long left, IdFactory ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var already = -await context.LedgerMoves.Where(m => m.SourceId == lot.MoveId && m.Move == MoneyMove.Expire)
            .SelectMany(m => m.Postings).Where(p => p.Account == LedgerAccount.UserAvailable).SumAsync(p => p.AmountMicro, cancellationToken);
        var available = await context.Balances.Where(b => b.UserId == lot.UserId && b.Book == lot.Book).Select(b => b.AvailableMicro).SingleAsync(cancellationToken);
        var amount = Math.Min(left - already, available);
        if (amount > 0)
        {
            var request = new GrantRequest(lot.UserId, lot.Book, -amount, "Expired", "system");
            var written = await Grants.WriteAsync(context, MoneyMove.Expire, request, lot.MoveId, ids, now, cancellationToken);
            if (written.Error is { } error)
            {
                throw new InvalidOperationException($"The expiry of {lot.MoveId} was refused: {error.Code}.");
            }
        }

        // While a hold that drew on it is open, some of it may still come back.
        var bound = IdPrefixes.Generation + EndOf(lot)[IdPrefixes.LedgerMove.Length..];
        var open = await context.Generations.AnyAsync(
            g => (g.TeamId ?? g.UserId) == lot.UserId && g.Book == lot.Book && (int)g.State < (int)GenerationState.Completed && string.Compare(g.Id, bound) < 0, cancellationToken);
        DateTimeOffset? settled = open ? null : StoredTime.Trim(now);
        await context.CreditLots.Where(l => l.MoveId == lot.MoveId)
            .ExecuteUpdateAsync(row => row.SetProperty(l => l.SettledAt, settled).SetProperty(l => l.EndsBefore, lot.EndsBefore), cancellationToken);

        return Math.Max(0, amount);
    }
}
