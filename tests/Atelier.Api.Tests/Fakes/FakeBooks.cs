using System.Runtime.CompilerServices;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Fakes;

/// <summary>A statement of as many moves as a test wants; codes are tested over the real services.</summary>
internal sealed class FakeBooks(TimeProvider time) : IBookService, ITopUpService
{
    /// <summary>How many moves there are.</summary>
    public int Count { get; set; } = 3;

    /// <summary>What each move's reason is.</summary>
    public string Reason { get; set; } = "a reason";

    /// <summary>The last move waits for this.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public Task<Statement> StatementAsync(StatementQuery query, CancellationToken cancellationToken) => Task.FromResult(new Statement());

    public async IAsyncEnumerable<LedgerMove> MovesAsync(StatementQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Count; i++)
        {
            if (i == Count - 1)
            {
                await Hold.WaitAsync(cancellationToken);
            }

            yield return new LedgerMove
            {
                Id = $"mov_{i}", UserId = query.PayerId ?? "", Book = Book.Test, Move = MoneyMove.Grant, Reason = Reason, CreatedAt = time.GetUtcNow(),
                Postings = [new Posting(LedgerAccount.UserAvailable, -1_500_000), new Posting(LedgerAccount.HouseGrants, 1_500_000)],
            };
        }
    }

    public IAsyncEnumerable<UsageRow> UsageAsync(UsageQuery query, CancellationToken cancellationToken) =>
        Enumerable.Range(0, Math.Min(Count, query.Limit ?? int.MaxValue)).Select(i => new UsageRow { Model = $"model-{i}", Generations = 1, ChargedMicro = 1 }).ToAsyncEnumerable();

    public IAsyncEnumerable<VendorCostRow> VendorCostsAsync(VendorCostQuery query, CancellationToken cancellationToken) =>
        Enumerable.Range(0, Math.Min(Count, query.Limit ?? int.MaxValue)).Select(i => new VendorCostRow { Vendor = $"vendor-{i}", Attempts = 2, CostMicroUsd = 40_000 })
            .ToAsyncEnumerable();

    public IAsyncEnumerable<AttemptCost> AttemptsAsync(VendorCostQuery query, CancellationToken cancellationToken) =>
        Enumerable.Range(0, Count).Select(i => new AttemptCost(new Attempt
        {
            Id = $"att_{i}", GenerationId = $"gen_{i}", Number = 1, Provider = "runway", VendorModel = "gen4_turbo", State = AttemptState.Delivered,
            StartedAt = time.GetUtcNow(), EstimatedCostMicroUsd = 250_000, VendorCostMicroUsd = i % 2 == 0 ? 240_000 : null,
        })).ToAsyncEnumerable();

    public Task<Result<IReadOnlyList<CreatedTopUpCode>>> CreateAsync(NewTopUpCodes wanted, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Page<TopUpCode>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<TopUpCode>> RevokeAsync(string id, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<LedgerMove>> RedeemAsync(string code, Caller caller, CancellationToken cancellationToken) => throw Unused();

    private static NotSupportedException Unused() => new("These routes are tested over the real services.");
}
