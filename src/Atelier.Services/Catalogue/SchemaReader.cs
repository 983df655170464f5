using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Atelier.Services.Catalogue;

/// <summary>
/// Checks that an input schema keeps to the vocabulary we use (docs/reference/catalogue.md) and reads its media rules. A keyword outside the
/// vocabulary would be served but not enforced, so it is refused.
/// </summary>
internal static class SchemaReader
{
    private const long DefaultMaxBytes = 200_000_000;
    private const long DefaultMaxPixels = 64_000_000;

    private static readonly HashSet<string> RootKeywords = new(StringComparer.Ordinal)
    {
        "$schema", "type", "title", "description", "required", "properties", "additionalProperties", "dependentRequired", "allOf",
    };

    private static readonly HashSet<string> PropertyKeywords = new(StringComparer.Ordinal)
    {
        "type", "title", "description", "default", "examples", "enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern",
        "items", "minItems", "maxItems", "uniqueItems", "properties", "required", "additionalProperties",
        "x-media", "x-max-bytes", "x-max-pixels", "x-min-side", "x-max-side", "x-max-aspect", "x-min-seconds", "x-max-seconds", "x-types",
        "x-sizes", "x-excludes",
    };

    private static readonly string[] MediaNumbers =
        ["x-max-bytes", "x-max-pixels", "x-min-side", "x-max-side", "x-max-aspect", "x-min-seconds", "x-max-seconds"];

    private static readonly HashSet<string> MediaClasses = new(StringComparer.Ordinal) { "image", "video", "audio" };

    /// <summary>Checks the schema; returns the media rules by input name.</summary>
    public static IReadOnlyDictionary<string, MediaInputRule> Read(JsonObject schema, string where, ICollection<string> problems)
    {
        foreach (var (name, _) in schema.Where(member => !RootKeywords.Contains(member.Key)))
        {
            problems.Add($"{where}, input: keyword '{name}' is not one of those we use.");
        }

        if (schema["type"]?.ToString() != "object" || schema["additionalProperties"]?.ToJsonString() != "false")
        {
            problems.Add($"{where}, input: must have \"type\": \"object\" and \"additionalProperties\": false.");
        }

        var media = new Dictionary<string, MediaInputRule>(StringComparer.Ordinal);
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var (name, node) in properties)
        {
            if (CheckProperty(node, $"{where}, input.{name}", properties, problems) && MediaRule((JsonObject)node!) is { } rule)
            {
                media[name] = rule;
            }
        }

        foreach (var name in Names(schema["required"]).Where(name => !properties.ContainsKey(name)))
        {
            problems.Add($"{where}, input: 'required' names '{name}', which is no property.");
        }

        CheckDependencies(schema, properties, where, problems);
        return media;
    }

    internal static IEnumerable<string> Names(JsonNode? node) =>
        node is JsonArray array ? array.Select(item => item?.ToString() ?? string.Empty) : [];

    private static bool CheckProperty(JsonNode? node, string where, JsonObject siblings, ICollection<string> problems)
    {
        if (node is not JsonObject property)
        {
            problems.Add($"{where}: must be an object.");
            return false;
        }

        foreach (var (name, _) in property.Where(member => !PropertyKeywords.Contains(member.Key)))
        {
            problems.Add($"{where}: keyword '{name}' is not one of those we use.");
        }

        if (property["type"] is null)
        {
            problems.Add($"{where}: 'type' is missing.");
        }

        // A bounded integer fits a long everywhere further down, whatever a caller writes.
        if (property["type"]?.ToString() == "integer" && (property["minimum"] is null || property["maximum"] is null))
        {
            problems.Add($"{where}: an integer needs 'minimum' and 'maximum'.");
        }

        foreach (var name in Names(property["x-excludes"]).Where(name => !siblings.ContainsKey(name)))
        {
            problems.Add($"{where}: 'x-excludes' names '{name}', which is no property.");
        }

        foreach (var name in MediaNumbers.Where(name => property[name] is { } value && value.GetValueKind() != JsonValueKind.Number))
        {
            problems.Add($"{where}: '{name}' must be a number.");
        }

        CheckPattern(property, where, problems);
        CheckMedia(property["x-media"] ?? (property["items"] as JsonObject)?["x-media"], where, problems);
        if (property["items"] is JsonObject items)
        {
            CheckProperty(items, $"{where}[]", siblings, problems);
        }

        foreach (var (name, inner) in property["properties"] as JsonObject ?? [])
        {
            CheckProperty(inner, $"{where}.{name}", siblings, problems);
        }

        return true;
    }

    private static void CheckMedia(JsonNode? media, string where, ICollection<string> problems)
    {
        if (media is not null && !MediaClasses.Contains(media.ToString()))
        {
            problems.Add($"{where}: 'x-media' must be one of {string.Join(", ", MediaClasses)}.");
        }
    }

    private static void CheckPattern(JsonObject property, string where, ICollection<string> problems)
    {
        if (property["pattern"] is not { } pattern)
        {
            return;
        }

        try
        {
            _ = new Regex(pattern.ToString(), RegexOptions.None, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException exception)
        {
            problems.Add($"{where}: 'pattern' is no regular expression: {exception.Message}");
        }
    }

    private static void CheckDependencies(JsonObject schema, JsonObject properties, string where, ICollection<string> problems)
    {
        foreach (var (name, needed) in schema["dependentRequired"] as JsonObject ?? [])
        {
            foreach (var unknown in Names(needed).Prepend(name).Where(other => !properties.ContainsKey(other)))
            {
                problems.Add($"{where}, input: 'dependentRequired' names '{unknown}', which is no property.");
            }
        }

        foreach (var condition in schema["allOf"] as JsonArray ?? [])
        {
            if (condition is not JsonObject members || members["if"] is not JsonObject || members.Any(member => member.Key is not ("if" or "then" or "else")))
            {
                problems.Add($"{where}, input: 'allOf' may only hold objects with 'if', 'then' and 'else'.");
            }
            else if (members.Any(member => member.Value is not JsonObject part || part.ContainsKey("if")))
            {
                problems.Add($"{where}, input: 'if' within an 'if', 'then' or 'else' is not kept; use 'anyOf' and 'not'.");
            }
        }
    }

    private static MediaInputRule? MediaRule(JsonObject property)
    {
        var many = property["items"] is JsonObject items && items["x-media"] is not null;
        var source = many ? (JsonObject)property["items"]! : property;
        return source["x-media"] is not { } media
            ? null
            : new MediaInputRule(media.ToString(), Number(source["x-max-bytes"]) ?? DefaultMaxBytes, Number(source["x-max-pixels"]) ?? DefaultMaxPixels, many)
            {
                Types = [.. Names(source["x-types"])],
                Sizes = [.. Names(source["x-sizes"])],
                MinSide = (int)(Number(source["x-min-side"]) ?? 1),
                MaxSide = (int)(Number(source["x-max-side"]) ?? int.MaxValue),
                MaxAspect = Fraction(source["x-max-aspect"]),
                MinSeconds = Fraction(source["x-min-seconds"]),
                MaxSeconds = Fraction(source["x-max-seconds"]),
            };
    }

    private static double? Fraction(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;

    private static long? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out long number) ? number : null;
}
