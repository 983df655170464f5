using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Fakes;

/// <summary>Remembers what was granted and asked.</summary>
internal sealed class FakeCredits(TimeProvider time) : ICreditService
{
    public GrantRequest? LastGrant { get; private set; }

    public LedgerQuery? LastQuery { get; private set; }

    public Task<Balance> BalanceAsync(string userId, Book book, CancellationToken cancellationToken) =>
        Task.FromResult(book == Book.Test ? new Balance(1_000_000_000, 3_500_000) : new Balance(0, 0));

    public Task<Result<LedgerMove>> GrantAsync(GrantRequest request, Actor actor, CancellationToken cancellationToken)
    {
        LastGrant = request;
        return Task.FromResult<Result<LedgerMove>>(MoveOf(request.UserId, request.Book, request.AmountMicro, request.Reason, request.ActorId));
    }

    public Task<Result<LedgerMove>> AdjustAsync(GrantRequest request, Actor actor, CancellationToken cancellationToken) => GrantAsync(request, actor, cancellationToken);

    public Task<Page<LedgerMove>> LedgerAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        return Task.FromResult(new Page<LedgerMove>([MoveOf(query.UserId ?? "usr_any", query.Book ?? Book.Live, 1_250_000, "welcome", "system")], null));
    }

    public Task<Reconciliation> ReconcileAsync(CancellationToken cancellationToken) => Task.FromResult(new Reconciliation(0, 0, 0, 0, 0, 0));

    private LedgerMove MoveOf(string user, Book book, long amount, string reason, string actor) => new()
    {
        Id = "mov_1",
        UserId = user,
        Book = book,
        Move = MoneyMove.Grant,
        Reason = reason,
        ActorId = actor,
        Postings = [new Posting(LedgerAccount.UserAvailable, amount), new Posting(LedgerAccount.HouseGrants, -amount)],
        CreatedAt = time.GetUtcNow(),
    };
}
