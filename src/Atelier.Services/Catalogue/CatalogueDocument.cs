using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Services.Catalogue;

/// <summary>One models file, read but not yet merged: raw entries by id with their fragments filled in.</summary>
internal sealed class CatalogueDocument
{
    private const string Use = "use";

    private static readonly JsonDocumentOptions Json = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private CatalogueDocument(IReadOnlyDictionary<string, JsonObject> models) => Models = models;

    /// <summary>Raw entries by id. A <c>null</c> member removes what it is merged over.</summary>
    public IReadOnlyDictionary<string, JsonObject> Models { get; }

    /// <exception cref="CatalogueException">It is no models file.</exception>
    public static CatalogueDocument Parse(string text, string source)
    {
        var root = ReadRoot(text, source);
        var problems = new List<string>();
        foreach (var (name, _) in root.Where(member => member.Key is not ("fragments" or "models" or "$schema")))
        {
            problems.Add($"Property '{name}' is unknown; a models file has 'fragments' and 'models'.");
        }

        var fragments = root["fragments"] as JsonObject ?? [];
        var models = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        if (root["models"] is not JsonArray entries)
        {
            throw new CatalogueException(source, ["Property 'models' must be an array of entries."]);
        }

        for (var i = 0; i < entries.Count; i++)
        {
            AddEntry(entries[i], i, fragments, models, problems);
        }

        return problems.Count == 0 ? new CatalogueDocument(models) : throw new CatalogueException(source, problems);
    }

    private static JsonObject ReadRoot(string text, string source)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Json) as JsonObject
                ?? throw new CatalogueException(source, ["The file must hold one JSON object."]);
        }
        catch (JsonException exception)
        {
            throw new CatalogueException(source, [$"It is not valid JSON: {exception.Message}"], exception);
        }
    }

    private static void AddEntry(
        JsonNode? node, int index, JsonObject fragments, Dictionary<string, JsonObject> models, List<string> problems)
    {
        if (node is not JsonObject entry || entry["id"] is not JsonValue value || !value.TryGetValue(out string? id) || id.Length == 0)
        {
            problems.Add($"Entry {index} (counted from 0) must be an object with an 'id'.");
            return;
        }

        var filled = (JsonObject)FillFragments(entry, fragments, $"Entry '{id}'", problems)!;
        if (!models.TryAdd(id, filled))
        {
            problems.Add($"Entry '{id}' is there twice.");
        }
    }

    /// <summary>Replaces each <c>"use": "name"</c> by the members of that fragment; members beside it win.</summary>
    private static JsonNode? FillFragments(JsonNode? node, JsonObject fragments, string where, List<string> problems)
    {
        switch (node)
        {
            case JsonArray array:
                return new JsonArray([.. array.Select(item => FillFragments(item, fragments, where, problems))]);
            case JsonObject members:
                var filled = new JsonObject();
                if (members[Use] is { } use)
                {
                    CopyFragment(use, fragments, filled, where, problems);
                }

                foreach (var (name, value) in members.Where(member => member.Key != Use))
                {
                    filled[name] = FillFragments(value, fragments, where, problems);
                }

                return filled;
            default:
                return node?.DeepClone();
        }
    }

    private static void CopyFragment(JsonNode use, JsonObject fragments, JsonObject target, string where, List<string> problems)
    {
        if (use is JsonValue value && value.TryGetValue(out string? name) && fragments[name] is JsonObject fragment)
        {
            foreach (var (member, content) in fragment)
            {
                target[member] = content?.DeepClone();
            }
        }
        else
        {
            problems.Add($"{where} uses the fragment {use.ToJsonString()}, which this file does not have.");
        }
    }
}
