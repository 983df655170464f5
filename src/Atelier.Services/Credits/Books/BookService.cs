using System.Runtime.CompilerServices;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Credits.Books;

/// <summary>Statements, usage and costs, all read from the ledger.</summary>
internal sealed class BookService(IDbContextFactory<AtelierDbContext> contexts) : IBookService
{
    public async Task<Statement> StatementAsync(StatementQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // One statement sees one moment, also while others write.
        return await context.Database.SqlQueryRaw<Statement>(BookSql.Statement, BookSql.Values(query)).SingleAsync(cancellationToken);
    }

    public async IAsyncEnumerable<LedgerMove> MovesAsync(StatementQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (from, before) = BookSql.Bounds(query);
        var rows = context.LedgerMoves.AsNoTracking().Where(m => string.Compare(m.Id, from) >= 0 && string.Compare(m.Id, before) < 0);
        rows = query.PayerId is { } payer ? rows.Where(m => m.UserId == payer) : rows;
        rows = query.Book is { } book ? rows.Where(m => m.Book == book) : rows;
        rows = query.GenerationId is { } generation ? rows.Where(m => m.GenerationId == generation) : rows;
        await foreach (var row in rows.Include(m => m.Postings).OrderBy(m => m.Id).AsSingleQuery().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return LedgerMoves.ToMove(row);
        }
    }

    public async IAsyncEnumerable<VendorCostRow> VendorCostsAsync(VendorCostQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sql = BookSql.VendorCosts(query, context.Database.IsNpgsql());
        await foreach (var row in context.Database.SqlQueryRaw<VendorCostRow>(sql, BookSql.Values(query)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return row;
        }
    }

    public async IAsyncEnumerable<AttemptCost> AttemptsAsync(VendorCostQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (from, before) = BookSql.Bounds(IdPrefixes.Attempt, query.Since, query.Until);
        var rows = context.Attempts.AsNoTracking()
            .Where(a => string.Compare(a.Id, from) >= 0 && string.Compare(a.Id, before) < 0)
            .Where(a => context.Generations.Any(g => g.Id == a.GenerationId && g.Book == query.Book))
            .OrderBy(a => a.Id);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return new AttemptCost(row);
        }
    }

    public async IAsyncEnumerable<UsageRow> UsageAsync(UsageQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sql = BookSql.Usage(query, context.Database.IsNpgsql());
        await foreach (var row in context.Database.SqlQueryRaw<UsageRow>(sql, BookSql.Values(query)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return row;
        }
    }
}
