using System.Globalization;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads rows of the model lists; a row that is null or has no id is left out rather than failing the whole list.</summary>
internal static class ModelRows
{
    public static ModelEntry? ReadEntry(JsonElement row) => row.Get("id").AsText() is not { } id ? null : new ModelEntry
    {
        Id = id,
        Created = long.TryParse(row.Get("created").AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var created)
            ? created
            : null,
        OwnedBy = row.Get("owned_by").AsText(),
    };

    public static CatalogueModel? ReadCatalogue(CatalogueRowWire? row) => row?.ModelId is not { Length: > 0 } id ? null : new CatalogueModel
    {
        Id = id,
        Name = row.ModelName,
        Description = row.Desc,
        Types = Words(row.Types),
        Features = Words(row.Features),
        InputModalities = Words(row.InputModalities),
        Endpoints = Words(row.Endpoints),
        MaxOutput = row.MaxOutput is > 0 ? row.MaxOutput : null,
        ContextLength = row.ContextLength is > 0 ? row.ContextLength : null,
        Pricing = row.Pricing,
    };

    private static string[] Words(JsonElement? list) => list switch
    {
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(word => word.AsText()).OfType<string>()],
        { ValueKind: JsonValueKind.String } text =>
            (text.AsString() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        _ => [],
    };
}
