using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Generations;

/// <summary>Which generations to list.</summary>
internal sealed record GenerationListQuery(GenerationQuery Filter) : IQueryShape<GenerationListQuery>
{
    internal static IReadOnlyList<QueryParameter> Filters { get; } =
    [
        new("status", "Only these states; several are separated by commas.") { Choices = [.. Wire.Names<GenerationState>()] },
        new("model", "Only this model."),
        new("modality", "Only this modality.") { Choices = [.. Wire.Names<Modality>()] },
        new("q", "Only those whose prompt, text or metadata contains this text, ignoring case."),
        new("since", "Only those created at or after this time (RFC 3339).") { Format = "date-time" },
        .. PageQuery.Parameters,
    ];

    public static IReadOnlyList<QueryParameter> Parameters => Filters;

    public static GenerationListQuery Read(QueryReader reader) => new(ReadFilter(reader));

    internal static GenerationQuery ReadFilter(QueryReader reader) => new()
    {
        States = reader.Choices<GenerationState>("status"),
        Model = reader.Text("model"),
        Modality = reader.Choice<Modality>("modality"),
        Text = reader.Text("q"),
        Since = reader.Time("since"),
        Limit = PageQuery.ReadLimit(reader),
        Cursor = PageQuery.ReadCursor(reader),
    };

    /// <summary>Only the caller's own, in the book of the key.</summary>
    public GenerationQuery OwnedBy(Caller caller) => Filter with { UserId = caller.UserId, Book = caller.Book };
}

/// <summary>Which of everybody's generations to list.</summary>
internal sealed record AdminGenerationListQuery(GenerationQuery Filter) : IQueryShape<AdminGenerationListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("user_id", "Only this user's."),
        new("book", "Only this book's.") { Choices = [.. Wire.Names<Book>()] },
        .. GenerationListQuery.Filters,
    ];

    public static AdminGenerationListQuery Read(QueryReader reader) => new(GenerationListQuery.ReadFilter(reader) with
    {
        UserId = reader.Text("user_id"),
        Book = reader.Choice<Book>("book"),
    });
}
