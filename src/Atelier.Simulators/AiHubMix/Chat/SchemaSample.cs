using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary>Makes a value that fits a JSON schema: what a model told to answer in a form, or to call a function, would fill in.</summary>
internal static class SchemaSample
{
    private const int Deepest = 8;

    /// <param name="schema">The schema; undefined gives an empty object.</param>
    /// <param name="text">Taken for texts.</param>
    public static JsonNode? Of(JsonElement schema, string text) => Of(schema, text, 0);

    private static JsonNode? Of(JsonElement schema, string text, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            return new JsonObject();
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return JsonNode.Parse(constant.GetRawText());
        }

        if (First(schema, "enum") is { ValueKind: not JsonValueKind.Undefined } value)
        {
            return JsonNode.Parse(value.GetRawText());
        }

        if (First(schema, "anyOf") is { ValueKind: not JsonValueKind.Undefined } branch)
        {
            return Of(branch, text, depth + 1);
        }

        return TypeOf(schema) switch
        {
            "string" => JsonValue.Create(text),
            "integer" => JsonValue.Create((long)Math.Ceiling(Minimum(schema) ?? 1)),
            "number" => JsonValue.Create(Minimum(schema) ?? 1.5),
            "boolean" => JsonValue.Create(true),
            "null" => null,
            "array" => new JsonArray(Of(schema.TryGetProperty("items", out var items) ? items : default, text, depth + 1)),
            _ => Object(schema, text, depth),
        };
    }

    private static JsonObject Object(JsonElement schema, string text, int depth)
    {
        var made = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                made[property.Name] = Of(property.Value, text, depth + 1);
            }
        }

        return made;
    }

    private static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null : type.ValueKind switch
    {
        JsonValueKind.String => type.GetString(),
        JsonValueKind.Array => type.EnumerateArray().Select(name => name.ToString()).FirstOrDefault(name => name != "null"),
        _ => null,
    };

    private static double? Minimum(JsonElement schema) =>
        schema.TryGetProperty("minimum", out var minimum) && minimum.ValueKind == JsonValueKind.Number ? minimum.GetDouble() : null;

    /// <summary>The first item of a list; undefined when there is none.</summary>
    private static JsonElement First(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : default;
}
