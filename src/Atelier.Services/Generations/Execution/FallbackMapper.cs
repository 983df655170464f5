using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Generations.Execution;

/// <summary>
/// Rewrites an input for another model by what that model's schema declares: the nearest size and length it offers, and nothing it does not know.
/// What was asked for at the core (texts and media) is never dropped: then the fallback does not fit.
/// </summary>
internal static class FallbackMapper
{
    private static readonly HashSet<string> Core = new(StringComparer.Ordinal) { "prompt", "text", "messages", "input" };
    private static readonly string[] SizeNames = ["size", "aspect_ratio", "resolution"];

    /// <summary>The input for the fallback with what was changed, or no input and why not.</summary>
    public static (JsonElement? Input, string Text) Map(ModelEntry original, JsonElement input, ModelEntry fallback)
    {
        var known = JsonObject.Create(fallback.InputSchema)?["properties"] as JsonObject ?? [];
        var mapped = new JsonObject();
        var changes = new List<string>();
        foreach (var property in input.EnumerateObject().Where(p => !SizeNames.Contains(p.Name)))
        {
            var essential = Core.Contains(property.Name) || original.MediaInputs.ContainsKey(property.Name);
            if (known[property.Name] is not JsonObject schema)
            {
                if (essential)
                {
                    return (null, $"it takes no '{property.Name}'.");
                }

                changes.Add($"{property.Name} left out");
                continue;
            }

            if (essential)
            {
                mapped[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
            else
            {
                Copy(property, schema, mapped, changes);
            }
        }

        FallbackSize.Map(input, known, mapped, changes);
        return (JsonSerializer.SerializeToElement(mapped, CatalogueJson.Default.JsonObject), string.Join("; ", changes));
    }

    private static void Copy(JsonProperty property, JsonObject schema, JsonObject mapped, List<string> changes)
    {
        if (schema["enum"] is JsonArray offered)
        {
            CopyChoice(property, offered, mapped, changes);
        }
        else if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDecimal(out var number))
        {
            var near = Clamp(number, schema);
            mapped[property.Name] = near == decimal.Truncate(near) ? JsonValue.Create((long)near) : JsonValue.Create(near);
            Note(property.Name, number, near, changes);
        }
        else
        {
            mapped[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        }
    }

    private static void CopyChoice(JsonProperty property, JsonArray offered, JsonObject mapped, List<string> changes)
    {
        var same = offered.FirstOrDefault(choice => choice is not null && choice.ToString() == property.Value.ToString());
        if (same is not null)
        {
            mapped[property.Name] = same.DeepClone();
            return;
        }

        var numbers = offered.Where(choice => choice?.GetValueKind() == JsonValueKind.Number).Select(choice => choice!.GetValue<decimal>()).ToList();
        if (property.Value.ValueKind == JsonValueKind.Number && numbers.Count > 0 && property.Value.TryGetDecimal(out var asked))
        {
            // Of two that are equally near the shorter: nobody pays for more than was asked.
            var near = numbers.OrderBy(number => Math.Abs(number - asked)).ThenBy(number => number).First();
            mapped[property.Name] = offered.First(choice => choice?.GetValueKind() == JsonValueKind.Number && choice.GetValue<decimal>() == near)!.DeepClone();
            Note(property.Name, asked, near, changes);
            return;
        }

        changes.Add($"{property.Name} {property.Value} is not offered and was left to its default");
    }

    private static decimal Clamp(decimal number, JsonObject schema)
    {
        var near = number;
        if (Bound(schema, "multipleOf") is { } step && step > 0)
        {
            near = Math.Round(near / step, MidpointRounding.ToZero) * step;
        }
        else if (schema["type"]?.ToString() == "integer")
        {
            near = Math.Round(near, MidpointRounding.ToZero);
        }

        near = Math.Max(near, Bound(schema, "minimum") ?? near);
        return Math.Min(near, Bound(schema, "maximum") ?? near);
    }

    private static decimal? Bound(JsonObject schema, string name) =>
        schema[name] is JsonValue value && value.TryGetValue(out decimal bound) ? bound : null;

    private static void Note(string name, decimal asked, decimal near, List<string> changes)
    {
        if (asked != near)
        {
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {asked} became {near}"));
        }
    }
}
