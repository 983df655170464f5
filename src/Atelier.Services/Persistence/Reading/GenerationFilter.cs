using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Persistence.Reading;

/// <summary>Turns a query into conditions; one that is not asked for adds nothing, so that the indices fit.</summary>
internal static class GenerationFilter
{
    private const string Escape = "\\";

    public static IQueryable<Generation> Apply(IQueryable<Generation> rows, GenerationQuery query)
    {
        rows = rows.Where(g => EF.Property<DateTimeOffset?>(g, StorageColumns.DeletedAt) == null);
        if (query.UserId is { } userId)
        {
            rows = rows.Where(g => g.UserId == userId);
        }

        if (query.Book is { } book)
        {
            rows = rows.Where(g => g.Book == book);
        }

        if (query.States is { Count: > 0 } states)
        {
            rows = rows.Where(g => states.Contains(g.State));
        }

        if (query.Model is { } model)
        {
            rows = rows.Where(g => g.Model == model);
        }

        if (query.Modality is { } modality)
        {
            rows = rows.Where(g => g.Modality == modality);
        }

        if (query.Since is { } since)
        {
            rows = rows.Where(g => g.CreatedAt >= since);
        }

        if (!string.IsNullOrEmpty(query.Cursor))
        {
            rows = query.OldestFirst
                ? rows.Where(g => string.Compare(g.Id, query.Cursor) > 0)
                : rows.Where(g => string.Compare(g.Id, query.Cursor) < 0);
        }

        if (!string.IsNullOrEmpty(query.Text))
        {
            var pattern = PatternOf(query.Text);
            rows = rows.Where(g => EF.Functions.Like(EF.Property<string>(g, StorageColumns.SearchText), pattern, Escape));
        }

        return rows;
    }

    private static string PatternOf(string text)
    {
        var literal = Writing.StoredText.Clean(text.ToLowerInvariant())
            .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
            .Replace("%", Escape + "%", StringComparison.Ordinal)
            .Replace("_", Escape + "_", StringComparison.Ordinal);
        return $"%{literal}%";
    }
}
