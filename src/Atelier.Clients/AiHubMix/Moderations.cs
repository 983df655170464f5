using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads judgements; the names of what is judged are the vendor's and grow.</summary>
internal static class Moderations
{
    /// <summary>The judgements, or <see langword="null"/> when one does not say whether it objects: silence must not pass for consent.</summary>
    public static ModerationResponse? Read(JsonElement root)
    {
        var results = root.Get("results");
        if (results.ValueKind != JsonValueKind.Array
            || results.EnumerateArray().Any(result => result.Get("flagged").ValueKind is not (JsonValueKind.True or JsonValueKind.False)))
        {
            return null;
        }

        try
        {
            return new ModerationResponse([.. results.EnumerateArray().Select(ReadResult)], root.Get("model").AsText());
        }
        catch (InvalidOperationException)
        {
            return null; // a name that is half a character
        }
    }

    private static ModerationResult ReadResult(JsonElement result) => new()
    {
        IsFlagged = result.Get("flagged").ValueKind is JsonValueKind.True,
        Categories = [.. Members(result.Get("categories")).Where(item => item.Value.ValueKind is JsonValueKind.True).Select(item => item.Name)],
        Scores = Members(result.Get("category_scores"))
            .Where(item => item.Value.ValueKind is JsonValueKind.Number)
            .DistinctBy(item => item.Name)
            .ToDictionary(item => item.Name, item => item.Value.GetDouble()),
    };

    private static IEnumerable<JsonProperty> Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : Enumerable.Empty<JsonProperty>();
}
