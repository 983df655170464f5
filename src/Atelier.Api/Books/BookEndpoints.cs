using Atelier.Api.Authentication;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services.Credits.Books;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Books;

/// <summary>Statements and usage, one's own and everybody's.</summary>
internal static class BookEndpoints
{
    private const string Csv = "text/csv";

    public static void MapBooks(this RouteGroupBuilder account)
    {
        account.MapGet("/statement", OwnStatementAsync).WithName("getStatement")
            .Describe("Get a statement", "Opening, what moved and closing, in the book of the key; as a file also every move with the balance after it.")
            .Answers(200, Csv).Problems(400);
        account.MapGet("/usage", OwnUsageAsync).WithName("getUsage")
            .Describe("Get usage", "What was charged, by time, user, key, model and vendor; the sum is what left the balance.").Answers(200, Csv).Problems(400);
    }

    public static void MapBookAdmin(this RouteGroupBuilder admin)
    {
        admin.MapGet("/statement", StatementAsync).WithName("adminGetStatement")
            .Describe("Get anybody's statement", "Of a user, a team, or of everybody together.").Answers(200, Csv).Problems(400);
        admin.MapGet("/usage", UsageAsync).WithName("adminGetUsage")
            .Describe("Get everybody's usage", "With what it cost at vendors and the margin; the sum of charges is the house's revenue.").Answers(200, Csv).Problems(400);
        admin.MapGet("/vendor-costs", VendorCostsAsync).WithName("adminGetVendorCosts")
            .Describe("Get what vendors take", "Attempts by time, vendor and the vendor's model, estimated and reported; as a file every attempt: to hold beside a bill.")
            .Answers(200, Csv).Problems(400);
    }

    private static Task<Results<Ok<ListResource<VendorCostResource>>, CsvResult<AttemptCost>, ProblemResult>> VendorCostsAsync(
        Query<VendorCostListQuery> query, IBookService books, TimeProvider time, CancellationToken cancellationToken) =>
        VendorCostAnswers.AnswerAsync(books, query.Value.Filter(time), query.Value.Format, cancellationToken);

    private static Task<Results<Ok<StatementResource>, CsvResult<StatementLine>>> OwnStatementAsync(
        CurrentCaller me, Query<StatementListQuery> query, IBookService books, TimeProvider time, CancellationToken cancellationToken) =>
        BookAnswers.StatementAsync(books, query.Value.OwnedBy(me.Caller, time), query.Value.Format, cancellationToken);

    private static Task<Results<Ok<ListResource<UsageResource>>, CsvResult<UsageRow>, ProblemResult>> OwnUsageAsync(
        CurrentCaller me, Query<UsageListQuery> query, IBookService books, TimeProvider time, CancellationToken cancellationToken) =>
        BookAnswers.UsageAsync(
            books, new UsageQuery(query.Value.Period.OwnedBy(me.Caller, time), query.Value.Groups), query.Value.Period.Format, withCosts: false, cancellationToken);

    private static Task<Results<Ok<StatementResource>, CsvResult<StatementLine>>> StatementAsync(
        Query<AdminStatementQuery> query, IBookService books, TimeProvider time, CancellationToken cancellationToken) =>
        BookAnswers.StatementAsync(books, query.Value.Filter(time), query.Value.Period.Format, cancellationToken);

    private static Task<Results<Ok<ListResource<UsageResource>>, CsvResult<UsageRow>, ProblemResult>> UsageAsync(
        Query<AdminUsageQuery> query, IBookService books, TimeProvider time, CancellationToken cancellationToken) =>
        BookAnswers.UsageAsync(
            books, new UsageQuery(query.Value.Filter.Filter(time), query.Value.Groups), query.Value.Filter.Period.Format, withCosts: true, cancellationToken);
}
