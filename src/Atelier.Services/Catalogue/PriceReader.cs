using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Services.Catalogue;

/// <summary>Reads the price of an entry.</summary>
internal static class PriceReader
{
    private const int VersionLength = 12;
    private const int MostRules = 500;
    private const int LongestDelivered = 24 * 60 * 60;

    private static readonly Dictionary<string, PriceUnit> Units = new(StringComparer.Ordinal)
    {
        ["flat"] = PriceUnit.Flat,
        ["image"] = PriceUnit.Image,
        ["second"] = PriceUnit.Second,
        ["thousand_characters"] = PriceUnit.ThousandCharacters,
        ["minute"] = PriceUnit.Minute,
        ["million_tokens"] = PriceUnit.MillionTokens,
        ["million_tokens_read"] = PriceUnit.MillionTokensRead,
        ["delivered_second"] = PriceUnit.DeliveredSecond,
    };

    public static ModelPrice? Read(JsonObject? price, JsonObject input, string where, ICollection<string> problems)
    {
        if (price is null)
        {
            return null;
        }

        var properties = input["properties"] as JsonObject ?? [];

        var reader = new EntryReader(price, $"{where}, price", problems);
        var unit = reader.Choice("unit", Units, PriceUnit.Flat, required: true);
        var rules = new List<PriceRule>();
        var array = reader.Array("rules", required: true);
        for (var i = 0; i < array?.Count; i++)
        {
            if (array[i] is JsonObject rule)
            {
                ReadRule(rule, unit, properties, $"{where}, price rule {i} (counted from 0)", rules, problems);
            }
            else
            {
                reader.Problem("rules", "must hold objects only.");
            }
        }

        if (rules.Count is 0 or > MostRules)
        {
            reader.Problem("rules", $"must hold 1 to {MostRules} rules.");
        }
        else if (rules[^1].When.Count > 0)
        {
            reader.Problem("rules", "must end with a rule without 'when', so that every input has a price.");
        }

        var lengthOf = reader.Text("length_of");
        if (lengthOf is not null && (unit != PriceUnit.Minute || !properties.ContainsKey(lengthOf)))
        {
            reader.Problem("length_of", "names an input of the model, and is only for the unit minute.");
        }

        var longest = reader.Integer("longest_seconds", 1, LongestDelivered);
        if (longest is not null != (unit == PriceUnit.DeliveredSecond))
        {
            reader.Problem("longest_seconds", "is needed by the unit delivered_second, and only by it.");
        }

        CheckQuantity(unit, input, properties, reader);
        reader.RefuseOthers();
        return new ModelPrice(unit, rules, Version(price)) { LengthOf = lengthOf, LongestSeconds = (int)(longest ?? 0) };
    }

    /// <summary>A unit whose quantity an input may leave out would make some requests free.</summary>
    private static void CheckQuantity(PriceUnit unit, JsonObject input, JsonObject properties, EntryReader reader)
    {
        string[] names = unit switch
        {
            PriceUnit.Second => ["duration"],
            PriceUnit.ThousandCharacters => ["text"],
            PriceUnit.Minute => ["audio", "video"],
            PriceUnit.MillionTokens => ["max_completion_tokens", "max_tokens"],
            PriceUnit.MillionTokensRead => ["input", "messages"],
            _ => [],
        };
        var required = SchemaReader.Names(input["required"]).ToHashSet(StringComparer.Ordinal);
        if (names.Length > 0 && !names.Any(name => required.Contains(name) || properties[name]?["default"] is not null))
        {
            reader.Problem("unit", $"needs the input {string.Join(" or ", names)}, required or with a default.");
        }
    }

    private static void ReadRule(
        JsonObject rule, PriceUnit unit, JsonObject properties, string where, List<PriceRule> rules, ICollection<string> problems)
    {
        var reader = new EntryReader(rule, where, problems);
        var micro = reader.Credits("credits", required: true) ?? 0;
        var outputMicro = reader.Credits("output_credits", required: unit == PriceUnit.MillionTokens) ?? 0;
        var minimum = reader.Credits("minimum_credits") ?? 0;
        var (scaleInput, scaleAbove) = ReadScale(reader.Object("scale"), properties, where, problems);
        var (addInput, addMicro) = ReadAdd(reader.Object("add"), "add", properties, where, problems);
        var (itemInput, itemMicro) = ReadAdd(reader.Object("add_items"), "add_items", properties, where, problems);
        if (unit != PriceUnit.MillionTokens && rule.ContainsKey("output_credits"))
        {
            reader.Problem("output_credits", "is only for the unit million_tokens.");
        }

        foreach (var when in Conditions(reader.Object("when"), properties, reader))
        {
            rules.Add(new PriceRule(when, micro, outputMicro)
            {
                MinimumMicro = minimum, ScaleInput = scaleInput, ScaleAbove = scaleAbove, AddInput = addInput, AddMicro = addMicro,
                ItemInput = itemInput, ItemMicro = itemMicro,
            });
        }

        reader.RefuseOthers();
    }

    private static (string? Input, long Above) ReadScale(JsonObject? scale, JsonObject properties, string where, ICollection<string> problems)
    {
        if (scale is null)
        {
            return (null, 0);
        }

        var reader = new EntryReader(scale, $"{where}, scale", problems);
        var input = reader.RequiredText("input");
        if (!properties.ContainsKey(input))
        {
            reader.Problem("input", $"names '{input}', which the model's input does not have.");
        }

        var above = reader.Integer("above", 1, int.MaxValue);
        reader.RefuseOthers();
        return (input, above ?? 1);
    }

    private static (string? Input, long Micro) ReadAdd(
        JsonObject? add, string name, JsonObject properties, string where, ICollection<string> problems)
    {
        if (add is null)
        {
            return (null, 0);
        }

        var reader = new EntryReader(add, $"{where}, {name}", problems);
        var input = reader.RequiredText("input");
        if (!properties.ContainsKey(input))
        {
            reader.Problem("input", $"names '{input}', which the model's input does not have.");
        }

        var micro = reader.Credits("credits", required: true) ?? 0;
        reader.RefuseOthers();
        return (input, micro);
    }

    /// <summary>A condition may list several values; each combination becomes a rule of its own.</summary>
    private static List<Dictionary<string, string>> Conditions(JsonObject? when, JsonObject properties, EntryReader reader)
    {
        IEnumerable<Dictionary<string, string>> combinations = [new(StringComparer.Ordinal)];
        foreach (var (name, value) in when ?? [])
        {
            if (!properties.ContainsKey(name))
            {
                reader.Problem("when", $"names '{name}', which the model's input does not have.");
            }

            var values = (value is JsonArray list ? [.. list] : new List<JsonNode?> { value }).Select(AsText).ToList();
            if (values.Count == 0 || values.Contains(null))
            {
                reader.Problem("when", $"must give '{name}' a text, number or truth value, or a list of them.");
                continue;
            }

            combinations = combinations.SelectMany(known => values.Select(text => new Dictionary<string, string>(known, StringComparer.Ordinal) { [name] = text! }));
        }

        return combinations.ToList();
    }

    private static string? AsText(JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
        _ => null,
    };

    private static string Version(JsonObject price)
    {
        var canonical = Canonical(price)!.ToJsonString();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))[..VersionLength];
    }

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Canonical(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Canonical)]),
        _ => node?.DeepClone(),
    };
}
