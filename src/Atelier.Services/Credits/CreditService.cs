using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Reading;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Credits;

/// <summary>Balances, grants and statements.</summary>
internal sealed class CreditService(IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, IdFactory ids, TimeProvider time) : ICreditService
{
    private const int LongestReason = 200;

    public async Task<Balance> BalanceAsync(string userId, Book book, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Balances.FirstOrDefaultAsync(b => b.UserId == userId && b.Book == book, cancellationToken);
        return row is null ? new Balance(0, 0) : new Balance(row.AvailableMicro, row.HeldMicro);
    }

    public Task<Result<LedgerMove>> GrantAsync(GrantRequest request, Actor actor, CancellationToken cancellationToken) =>
        WriteAsync(MoneyMove.Grant, "credits.grant", request, actor, cancellationToken);

    public Task<Result<LedgerMove>> AdjustAsync(GrantRequest request, Actor actor, CancellationToken cancellationToken) =>
        WriteAsync(MoneyMove.Adjust, "credits.adjust", request, actor, cancellationToken);

    public async Task<Page<LedgerMove>> LedgerAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        var limit = Paging.Limit(query.Limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<LedgerMoveRow> rows = context.LedgerMoves;
        if (query.UserId is { } userId)
        {
            rows = rows.Where(m => m.UserId == userId);
        }

        if (query.Book is { } book)
        {
            rows = rows.Where(m => m.Book == book);
        }

        if (query.GenerationId is { } generationId)
        {
            rows = rows.Where(m => m.GenerationId == generationId);
        }

        if (!string.IsNullOrEmpty(query.Cursor))
        {
            rows = rows.Where(m => string.Compare(m.Id, query.Cursor) < 0);
        }

        var page = await rows.Include(m => m.Postings).OrderByDescending(m => m.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return Paging.Page(page.ConvertAll(LedgerMoves.ToMove), limit, m => m.Id);
    }

    public async Task<Reconciliation> ReconcileAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // One statement sees one moment, also while others write.
        return await context.Database.SqlQueryRaw<Reconciliation>(ReconciliationSql.Text).SingleAsync(cancellationToken);
    }

    private async Task<Result<LedgerMove>> WriteAsync(
        MoneyMove kind, string act, GrantRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (Problem(kind, request) is { } problem)
        {
            return problem;
        }

        return await writer.WriteAsync(
            async (context, token) =>
            {
                var move = await Grants.WriteAsync(context, kind, request, sourceId: null, ids, time.GetUtcNow(), token);
                if (move.IsOk)
                {
                    Audit.Add(context, ids, time.GetUtcNow(), actor, act, request.UserId, after: AuditFacts.Of(move.Value, request));
                    await context.SaveChangesAsync(token);
                }

                return move;
            },
            cancellationToken);
    }

    private ServiceError? Problem(MoneyMove kind, GrantRequest request)
    {
        if (request.ExpiresAt is { } end && (kind != MoneyMove.Grant || request.AmountMicro <= 0 || end <= time.GetUtcNow()))
        {
            return new ServiceError(ErrorKind.Invalid, "invalid_expiry", "Only credits that are given expire, and at a time in the future.", "expires_at");
        }

        if (request.AmountMicro == 0 || Math.Abs((decimal)request.AmountMicro) > MicroCredits.Max)
        {
            return new ServiceError(
                ErrorKind.Invalid, "invalid_amount", $"The amount must not be zero and at most {MicroCredits.Format(MicroCredits.Max)} credits either way.", "amount");
        }

        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason)
        {
            return new ServiceError(ErrorKind.Invalid, "invalid_reason", $"Give a reason of 1 to {LongestReason} characters; it appears on the statement.", "reason");
        }

        return Enum.IsDefined(request.Book) ? null : new ServiceError(ErrorKind.Invalid, "invalid_book", "The book must be live or test.", "book");
    }
}
