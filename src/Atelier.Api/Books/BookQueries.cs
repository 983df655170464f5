using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;

namespace Atelier.Api.Books;

/// <summary>In which form to answer.</summary>
internal enum BookFormat
{
    Json,
    Csv,
}

/// <summary>What the routes about books share in their queries.</summary>
internal static class BookParameters
{
    public static IReadOnlyList<QueryParameter> Period { get; } =
    [
        new("since", "From when on. Default: the very beginning.") { Format = "date-time" },
        new("until", "Until when, exclusive. Default: now.") { Format = "date-time" },
        new("format", "json, or csv for a file of any length. Default: json.") { Choices = [.. Wire.Names<BookFormat>()] },
    ];

    public static IReadOnlyList<QueryParameter> Everybody { get; } =
    [
        new("user_id", "Whose credits: a user's id, or a team's. Default: everybody's together."),
        new("book", "live or test. Default: live.") { Choices = [.. Wire.Names<Book>()] },
    ];

    public static QueryParameter GroupBy { get; } =
        new("group_by", $"What to group by, separated by commas: {string.Join(", ", Wire.Names<UsageGroup>())}; of the times at most one. Default: day.");

    public static ServiceError TwoTimes { get; } =
        new(ErrorKind.Invalid, ProblemCodes.InvalidParameter, "'group_by' takes only one of hour, day and month.", "group_by");

    public static IReadOnlyList<UsageGroup> Groups(QueryReader reader) => reader.Choices<UsageGroup>("group_by") is { Count: > 0 } groups ? groups : [UsageGroup.Day];

    public static ServiceError? Problem(IReadOnlyList<UsageGroup> groups) =>
        groups.Count(group => group is UsageGroup.Hour or UsageGroup.Day or UsageGroup.Month) > 1
            ? TwoTimes
            : null;
}

/// <summary>Which period of the caller's own statement.</summary>
internal sealed record StatementListQuery(DateTimeOffset? Since, DateTimeOffset? Until, BookFormat Format) : IQueryShape<StatementListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = BookParameters.Period;

    public static StatementListQuery Read(QueryReader reader) => new(reader.Time("since"), reader.Time("until"), reader.Choice<BookFormat>("format") ?? BookFormat.Json);

    public StatementQuery OwnedBy(Caller caller, TimeProvider time) => new(caller.PayerId, caller.Book, Since, Until ?? time.GetUtcNow());
}

/// <summary>Which of the caller's own usage.</summary>
internal sealed record UsageListQuery(StatementListQuery Period, IReadOnlyList<UsageGroup> Groups) : IQueryShape<UsageListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [BookParameters.GroupBy, .. BookParameters.Period];

    public static UsageListQuery Read(QueryReader reader) => new(StatementListQuery.Read(reader), BookParameters.Groups(reader));
}

/// <summary>Whose statement, for operators.</summary>
internal sealed record AdminStatementQuery(string? PayerId, Book Book, StatementListQuery Period) : IQueryShape<AdminStatementQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [.. BookParameters.Everybody, .. BookParameters.Period];

    public static AdminStatementQuery Read(QueryReader reader) =>
        new(reader.Text("user_id"), reader.Choice<Book>("book") ?? Book.Live, StatementListQuery.Read(reader));

    public StatementQuery Filter(TimeProvider time) => new(PayerId, Book, Period.Since, Period.Until ?? time.GetUtcNow());
}

/// <summary>Whose usage, for operators.</summary>
internal sealed record AdminUsageQuery(AdminStatementQuery Filter, IReadOnlyList<UsageGroup> Groups) : IQueryShape<AdminUsageQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [BookParameters.GroupBy, .. AdminStatementQuery.Parameters];

    public static AdminUsageQuery Read(QueryReader reader) => new(AdminStatementQuery.Read(reader), BookParameters.Groups(reader));
}
