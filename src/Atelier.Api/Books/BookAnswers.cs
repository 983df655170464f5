using System.Runtime.CompilerServices;
using Atelier.Api.Json;
using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Api.Books;

/// <summary>Answers statements and usage, as JSON or as a file.</summary>
internal static class BookAnswers
{
    public const int MostRows = 1_000;

    public static readonly ServiceError TooManyRows = new(
        ErrorKind.Invalid, ProblemCodes.TooManyRows, $"There are more than {MostRows} groups. Ask for a shorter period or fewer groups, or take the file: format=csv.", "group_by");

    public static async Task<Results<Ok<StatementResource>, CsvResult<StatementLine>>> StatementAsync(
        IBookService books, StatementQuery query, BookFormat format, CancellationToken cancellationToken)
    {
        var statement = await books.StatementAsync(query, cancellationToken);
        return format == BookFormat.Json
            ? TypedResults.Ok(StatementResource.From(query, statement))
            : new CsvResult<StatementLine>("statement.csv", StatementLine.Columns, token => LinesAsync(books, query, statement, token));
    }

    public static async Task<Results<Ok<ListResource<UsageResource>>, CsvResult<UsageRow>, ProblemResult>> UsageAsync(
        IBookService books, UsageQuery query, BookFormat format, bool withCosts, CancellationToken cancellationToken)
    {
        if (BookParameters.Problem([.. query.GroupBy]) is { } problem)
        {
            return (ProblemResult)problem;
        }

        if (format == BookFormat.Csv)
        {
            return new CsvResult<UsageRow>("usage.csv", UsageColumns.For(query.GroupBy, withCosts), token => books.UsageAsync(query, token));
        }

        var rows = await books.UsageAsync(query with { Limit = MostRows + 1 }, cancellationToken).ToListAsync(cancellationToken);
        return rows.Count > MostRows
            ? (ProblemResult)TooManyRows
            : TypedResults.Ok(ListResource.From(new Page<UsageRow>(rows, NextCursor: null), row => UsageResource.From(row, withCosts)));
    }

    private static async IAsyncEnumerable<StatementLine> LinesAsync(
        IBookService books, StatementQuery query, Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (available, held) = (statement.OpeningAvailableMicro, statement.OpeningHeldMicro);
        await foreach (var move in books.MovesAsync(query, cancellationToken))
        {
            var line = new StatementLine(move, SumOf(move, LedgerAccount.UserAvailable), SumOf(move, LedgerAccount.UserHeld));
            (available, held) = (available + line.AvailableMicro, held + line.HeldMicro);
            yield return line with { AvailableAfterMicro = available, HeldAfterMicro = held };
        }
    }

    private static long SumOf(LedgerMove move, LedgerAccount account) => move.Postings.Where(p => p.Account == account).Sum(p => p.AmountMicro);
}

/// <summary>One move on a statement, with the balance after it.</summary>
internal sealed record StatementLine(LedgerMove Move, long AvailableMicro, long HeldMicro)
{
    public long AvailableAfterMicro { get; init; }

    public long HeldAfterMicro { get; init; }

    public static IReadOnlyList<CsvColumn<StatementLine>> Columns { get; } =
    [
        new("time", line => line.Move.CreatedAt),
        new("move_id", line => line.Move.Id),
        new("move", line => Requests.Wire.Name(line.Move.Move)),
        new("payer_id", line => line.Move.UserId),
        new("book", line => Requests.Wire.Name(line.Move.Book)),
        new("generation_id", line => line.Move.GenerationId),
        new("source_id", line => line.Move.SourceId),
        new("reason", line => line.Move.Reason),
        new("available_change", line => MicroCredits.ToCredits(line.AvailableMicro)),
        new("held_change", line => MicroCredits.ToCredits(line.HeldMicro)),
        new("available_after", line => MicroCredits.ToCredits(line.AvailableAfterMicro)),
        new("held_after", line => MicroCredits.ToCredits(line.HeldAfterMicro)),
    ];
}

/// <summary>The columns of usage: those grouped by, then the amounts.</summary>
internal static class UsageColumns
{
    public static IReadOnlyList<CsvColumn<UsageRow>> For(IReadOnlyCollection<UsageGroup> groups, bool withCosts)
    {
        var columns = new List<CsvColumn<UsageRow>>();
        if (groups.Any(group => group is UsageGroup.Hour or UsageGroup.Day or UsageGroup.Month))
        {
            columns.Add(new("time", row => row.Time));
        }

        foreach (var (group, name, read) in new (UsageGroup, string, Func<UsageRow, object?>)[]
            {
                (UsageGroup.User, "user_id", row => row.UserId), (UsageGroup.Team, "team_id", row => row.TeamId), (UsageGroup.Key, "key_id", row => row.KeyId),
                (UsageGroup.Model, "model", row => row.Model), (UsageGroup.Vendor, "vendor", row => row.Vendor),
            })
        {
            if (groups.Contains(group))
            {
                columns.Add(new(name, read));
            }
        }

        columns.Add(new("generations", row => row.Generations));
        columns.Add(new("charged", row => MicroCredits.ToCredits(row.ChargedMicro)));
        if (withCosts)
        {
            columns.Add(new("cost_usd", row => UsageResource.Usd(row.CostMicroUsd)));
            columns.Add(new("reported_cost_usd", row => UsageResource.Usd(row.ReportedCostMicroUsd)));
            columns.Add(new("margin_usd", row => UsageResource.MarginOf(row)));
        }

        return columns;
    }
}
