using System.Text.Json.Nodes;

namespace Atelier.Services.Catalogue;

/// <summary>Brings raw entries together: later files over earlier ones by id, then each entry over the one it is <c>like</c>.</summary>
internal static class CatalogueMerge
{
    private const string Like = "like";

    /// <summary>Whole raw entries by id.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Combine(IEnumerable<CatalogueDocument> documents, ICollection<string> problems)
    {
        var raw = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, entry) in documents.SelectMany(document => document.Models))
        {
            raw[id] = raw.TryGetValue(id, out var earlier) ? Patch(earlier, entry) : entry;
        }

        var whole = new SortedDictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var id in raw.Keys)
        {
            if (Resolve(id, raw, [], problems) is { } entry)
            {
                whole[id] = WithoutNulls(entry);
            }
        }

        return whole;
    }

    private static JsonObject? Resolve(string id, Dictionary<string, JsonObject> raw, HashSet<string> seen, ICollection<string> problems)
    {
        if (!seen.Add(id))
        {
            problems.Add($"Entry '{id}', property 'like': entries are like each other in a circle.");
            return null;
        }

        var entry = raw[id];
        if (entry[Like] is not { } like)
        {
            return entry;
        }

        if (like is not JsonValue value || !value.TryGetValue(out string? baseId) || !raw.ContainsKey(baseId))
        {
            problems.Add($"Entry '{id}', property 'like': there is no entry {like.ToJsonString()}.");
            return null;
        }

        if (Resolve(baseId, raw, seen, problems) is not { } basis)
        {
            return null;
        }

        var combined = Patch(basis, entry);
        combined.Remove(Like);
        return combined;
    }

    /// <summary>JSON merge patch (RFC 7396), except that <c>null</c> members are kept so that they still remove things further down.</summary>
    private static JsonObject Patch(JsonObject target, JsonObject patch)
    {
        var result = (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            result[name] = value is JsonObject inner && result[name] is JsonObject existing ? Patch(existing, inner) : value?.DeepClone();
        }

        return result;
    }

    private static JsonObject WithoutNulls(JsonObject node)
    {
        var result = new JsonObject();
        foreach (var (name, value) in node.Where(member => member.Value is not null))
        {
            result[name] = value is JsonObject inner ? WithoutNulls(inner) : value!.DeepClone();
        }

        return result;
    }
}
