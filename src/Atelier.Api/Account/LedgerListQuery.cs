using Atelier.Api.Requests;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Account;

/// <summary>Which of the caller's moves to list.</summary>
internal sealed record LedgerListQuery(string? GenerationId, PageQuery Page) : IQueryShape<LedgerListQuery>
{
    internal static QueryParameter GenerationParameter { get; } = new("generation_id", "Only moves of this generation.");

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [GenerationParameter, .. PageQuery.Parameters];

    public static LedgerListQuery Read(QueryReader reader) => new(reader.Text(GenerationParameter.Name), PageQuery.Read(reader));

    public LedgerQuery OwnedBy(Caller caller) => new(caller.PayerId, caller.Book, GenerationId, Page.Cursor, Page.Limit);
}

/// <summary>Which of everybody's moves to list.</summary>
internal sealed record AdminLedgerListQuery(LedgerQuery Filter) : IQueryShape<AdminLedgerListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("user_id", "Only this user's."),
        new("book", "Only this book's.") { Choices = [.. Wire.Names<Book>()] },
        LedgerListQuery.GenerationParameter,
        .. PageQuery.Parameters,
    ];

    public static AdminLedgerListQuery Read(QueryReader reader) => new(new LedgerQuery(
        reader.Text("user_id"), reader.Choice<Book>("book"), reader.Text(LedgerListQuery.GenerationParameter.Name),
        PageQuery.ReadCursor(reader), PageQuery.ReadLimit(reader)));
}
