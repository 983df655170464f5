using Atelier.Api.Json;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Api.Books;

/// <summary>Answers what vendors take, grouped as JSON or attempt by attempt as a file.</summary>
internal static class VendorCostAnswers
{
    private static readonly IReadOnlyList<CsvColumn<AttemptCost>> Columns =
    [
        new("time", one => one.Attempt.StartedAt),
        new("attempt_id", one => one.Attempt.Id),
        new("generation_id", one => one.Attempt.GenerationId),
        new("number", one => one.Attempt.Number),
        new("vendor", one => one.Attempt.Provider),
        new("vendor_model", one => one.Attempt.VendorModel),
        new("vendor_task_id", one => one.Attempt.VendorTaskId),
        new("vendor_request_id", one => one.Attempt.VendorRequestId),
        new("status", one => Wire.Name(one.Attempt.State)),
        new("estimated_usd", one => Usd(one.Attempt.EstimatedCostMicroUsd)),
        new("reported_usd", one => Usd(one.Attempt.VendorCostMicroUsd)),
        new("cost_usd", one => UsageResource.Usd(one.CostMicroUsd)),
    ];

    public static async Task<Results<Ok<ListResource<VendorCostResource>>, CsvResult<AttemptCost>, ProblemResult>> AnswerAsync(
        IBookService books, VendorCostQuery query, BookFormat format, CancellationToken cancellationToken)
    {
        if (query.GroupBy.Count(group => group is CostGroup.Hour or CostGroup.Day or CostGroup.Month) > 1)
        {
            return (ProblemResult)BookParameters.TwoTimes;
        }

        if (format == BookFormat.Csv)
        {
            return new CsvResult<AttemptCost>("vendor-costs.csv", Columns, token => books.AttemptsAsync(query, token));
        }

        var rows = await books.VendorCostsAsync(query with { Limit = BookAnswers.MostRows + 1 }, cancellationToken).ToListAsync(cancellationToken);
        return rows.Count > BookAnswers.MostRows
            ? (ProblemResult)BookAnswers.TooManyRows
            : TypedResults.Ok(ListResource.From(new Page<VendorCostRow>(rows, NextCursor: null), VendorCostResource.From));
    }

    private static decimal? Usd(long? micro) => micro is { } amount ? UsageResource.Usd(amount) : null;
}

/// <summary>Which attempts, and how they are grouped.</summary>
internal sealed record VendorCostListQuery(Book Book, DateTimeOffset? Since, DateTimeOffset? Until, BookFormat Format, IReadOnlyList<CostGroup> Groups)
    : IQueryShape<VendorCostListQuery>
{
    private static readonly CostGroup[] Usual = [CostGroup.Vendor, CostGroup.Model];

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("group_by", $"What to group by, separated by commas: {string.Join(", ", Wire.Names<CostGroup>())}; of the times at most one. Default: vendor,model."),
        new("book", "live, or test for the simulated vendors. Default: live.") { Choices = [.. Wire.Names<Book>()] },
        .. BookParameters.Period,
    ];

    public static VendorCostListQuery Read(QueryReader reader) => new(
        reader.Choice<Book>("book") ?? Book.Live, reader.Time("since"), reader.Time("until"), reader.Choice<BookFormat>("format") ?? BookFormat.Json,
        reader.Choices<CostGroup>("group_by") is { Count: > 0 } groups ? groups : Usual);

    public VendorCostQuery Filter(TimeProvider time) => new(Book, Since, Until ?? time.GetUtcNow()) { GroupBy = Groups };
}
