using System.Text.Json;
using Atelier.Services.Generations;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Atelier.Services.Persistence.Model;

/// <summary>How JSON is kept in text columns: exactly as it came, so that hashes and numbers survive.</summary>
internal static class JsonColumns
{
    public static ValueConverter<JsonElement, string> Element { get; } = new(element => element.GetRawText(), text => ParseElement(text));

    public static ValueComparer<JsonElement> ElementComparer { get; } = new(
        (left, right) => left.GetRawText() == right.GetRawText(), element => element.GetRawText().GetHashCode(StringComparison.Ordinal));

    public static ValueConverter<GenerationError?, string?> Error { get; } = new(error => WriteError(error), text => ReadError(text));

    public static JsonElement ParseElement(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static string? WriteError(GenerationError? error) =>
        error is null ? null : JsonSerializer.Serialize(error, PersistenceJson.Default.GenerationError);

    public static GenerationError? ReadError(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, PersistenceJson.Default.GenerationError);
}
