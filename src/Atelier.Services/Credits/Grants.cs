using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Credits;

/// <summary>Writes moves that change what is available, inside a transaction of the caller's.</summary>
internal static class Grants
{
    public static Task<Result<LedgerMove>> WriteAsync(
        AtelierDbContext context, GrantRequest request, IdFactory ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(context, MoneyMove.Grant, request, sourceId: null, ids, now, cancellationToken);

    public static async Task<Result<LedgerMove>> WriteAsync(
        AtelierDbContext context, MoneyMove kind, GrantRequest request, string? sourceId, IdFactory ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The condition and the change are one statement: two grants at once cannot both take the same credits back.
        var amount = request.AmountMicro;
        var changed = await context.Balances
            .Where(b => b.UserId == request.UserId && b.Book == request.Book)
            .Where(b => b.AvailableMicro + amount >= 0 && b.AvailableMicro + amount <= MicroCredits.Max)
            .ExecuteUpdateAsync(row => row.SetProperty(b => b.AvailableMicro, b => b.AvailableMicro + amount), cancellationToken);
        if (changed == 0)
        {
            return await RefusalAsync(context, request, cancellationToken);
        }

        var move = new LedgerMove
        {
            Id = ids.New(IdPrefixes.LedgerMove),
            UserId = request.UserId,
            Book = request.Book,
            Move = kind,
            Reason = StoredText.Clean(request.Reason.Trim()),
            ActorId = request.ActorId,
            SourceId = sourceId,
            Postings = kind == MoneyMove.Adjust ? Postings.Adjust(amount) : Postings.Grant(amount),
            CreatedAt = StoredTime.Trim(now),
        };
        context.Add(LedgerMoves.ToRow(move));
        if (request.ExpiresAt is { } end)
        {
            context.Add(new CreditLotRow
            {
                MoveId = move.Id, UserId = request.UserId, Book = request.Book, AmountMicro = amount, ExpiresAt = StoredTime.Trim(end),
            });
        }

        await context.SaveChangesAsync(cancellationToken);
        return move;
    }

    private static async Task<ServiceError> RefusalAsync(AtelierDbContext context, GrantRequest request, CancellationToken cancellationToken)
    {
        var balance = await context.Balances.FirstOrDefaultAsync(b => b.UserId == request.UserId && b.Book == request.Book, cancellationToken);
        if (balance is null)
        {
            return new ServiceError(ErrorKind.NotFound, "user_not_found", "There is no such user; list users to find the id.", "user_id");
        }

        return request.AmountMicro < 0
            ? new ServiceError(
                ErrorKind.PaymentRequired, "insufficient_credits", $"Only {MicroCredits.Format(balance.AvailableMicro)} credits are available to take back.", "amount")
            : new ServiceError(
                ErrorKind.Invalid, "invalid_amount", $"The balance would be more than {MicroCredits.Format(MicroCredits.Max)} credits.", "amount");
    }
}
