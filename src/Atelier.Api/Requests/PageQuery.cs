namespace Atelier.Api.Requests;

/// <summary>Which page of a list.</summary>
/// <param name="Limit">Page size, 1 to 100.</param>
/// <param name="Cursor">Where to continue.</param>
internal sealed record PageQuery(int Limit, string? Cursor) : IQueryShape<PageQuery>
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    public static QueryParameter LimitParameter { get; } = new("limit", "Page size, 1 to 100.")
    {
        Type = "integer",
        Default = DefaultLimit,
        Minimum = 1,
        Maximum = MaxLimit,
    };

    public static QueryParameter CursorParameter { get; } = new("cursor", "Where to continue: 'next_cursor' of the page before.");

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [LimitParameter, CursorParameter];

    public static PageQuery Read(QueryReader reader) => new(ReadLimit(reader), ReadCursor(reader));

    public static int ReadLimit(QueryReader reader) => reader.Number("limit", DefaultLimit, 1, MaxLimit);

    public static string? ReadCursor(QueryReader reader) => reader.Cursor("cursor");
}
