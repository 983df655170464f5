using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>
/// The issues a body is refused with, in the shape and words of Zod 4, which the vendor validates with. The order of keys follows captured
/// answers.
/// </summary>
internal static class Issue
{
    public static JsonObject InvalidType(IssuePath path, string expected, JsonElement? received) => new()
    {
        ["expected"] = expected,
        ["code"] = "invalid_type",
        ["path"] = path.ToJson(),
        ["message"] = $"Invalid input: expected {expected}, received {TypeOf(received)}",
    };

    public static JsonObject NotAnInteger(IssuePath path) => new()
    {
        ["expected"] = "int",
        ["format"] = "safeint",
        ["code"] = "invalid_type",
        ["path"] = path.ToJson(),
        ["message"] = "Invalid input: expected int, received number",
    };

    public static JsonObject InvalidValue(IssuePath path, IReadOnlyList<string> values) =>
        InvalidValue(path, [.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);

    public static JsonObject InvalidValue(IssuePath path, IReadOnlyList<int> values) =>
        InvalidValue(path, [.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);

    public static JsonObject TooBig(IssuePath path, string origin, decimal maximum) => Bound(path, origin, "too_big", "maximum", maximum);

    public static JsonObject TooSmall(IssuePath path, string origin, decimal minimum) =>
        Bound(path, origin, "too_small", "minimum", minimum);

    public static JsonObject Pattern(IssuePath path, string pattern) => new()
    {
        ["origin"] = "string",
        ["code"] = "invalid_format",
        ["format"] = "regex",
        ["pattern"] = pattern,
        ["path"] = path.ToJson(),
        ["message"] = $"Invalid string: must match pattern {pattern}",
    };

    public static JsonObject UnknownKeys(IssuePath path, IReadOnlyList<string> keys) => new()
    {
        ["code"] = "unrecognized_keys",
        ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode?)JsonValue.Create(key))]),
        ["path"] = path.ToJson(),
        ["message"] = $"Unrecognized key{(keys.Count == 1 ? "" : "s")}: {string.Join(", ", keys.Select(key => $"\"{key}\""))}",
    };

    /// <summary>No branch of a union fits; each branch with what speaks against it.</summary>
    public static JsonObject NoBranch(IssuePath path, params JsonObject[] branches) => new()
    {
        ["code"] = "invalid_union",
        ["errors"] = new JsonArray([.. branches.Select(issue => (JsonNode?)new JsonArray(issue))]),
        ["path"] = path.ToJson(),
        ["message"] = "Invalid input",
    };

    /// <summary>The model names no schema of this endpoint: misspelt, retired, or not offered here.</summary>
    public static JsonObject NoSuchModel() => NoSuchKind(IssuePath.Root, "model");

    /// <summary>A field that chooses between shapes names none of them.</summary>
    public static JsonObject NoSuchKind(IssuePath path, string discriminator) => new()
    {
        ["code"] = "invalid_union",
        ["errors"] = new JsonArray(),
        ["note"] = "No matching discriminator",
        ["discriminator"] = discriminator,
        ["path"] = path.Field(discriminator).ToJson(),
        ["message"] = "Invalid input",
    };

    /// <summary>A rule Zod has no word for.</summary>
    public static JsonObject Custom(IssuePath path, string message) => new()
    {
        ["code"] = "custom",
        ["path"] = path.ToJson(),
        ["message"] = message,
    };

    /// <summary>An asset too long, as captured: message before path, and the type named twice.</summary>
    public static JsonObject AssetTooLong(IssuePath path, double maximumSeconds) => new()
    {
        ["code"] = "too_big",
        ["maximum"] = maximumSeconds,
        ["type"] = "number",
        ["inclusive"] = true,
        ["origin"] = "number",
        ["message"] = string.Create(CultureInfo.InvariantCulture, $"Asset duration must be at most {maximumSeconds} seconds"),
        ["path"] = path.ToJson(),
    };

    /// <summary>An asset too short, in the words of the one that is too long.</summary>
    public static JsonObject AssetTooShort(IssuePath path, double minimumSeconds) => new()
    {
        ["code"] = "too_small",
        ["minimum"] = minimumSeconds,
        ["type"] = "number",
        ["inclusive"] = true,
        ["origin"] = "number",
        ["message"] = string.Create(CultureInfo.InvariantCulture, $"Asset duration must be at least {minimumSeconds} seconds"),
        ["path"] = path.ToJson(),
    };

    private static JsonObject InvalidValue(IssuePath path, JsonNode?[] values)
    {
        var listed = string.Join('|', values.Select(value => value!.ToJsonString()));
        return new JsonObject
        {
            ["code"] = "invalid_value",
            ["values"] = new JsonArray(values),
            ["path"] = path.ToJson(),
            ["message"] = values.Length == 1 ? $"Invalid input: expected {listed}" : $"Invalid option: expected one of {listed}",
        };
    }

    private static JsonObject Bound(IssuePath path, string origin, string code, string name, decimal bound)
    {
        var sign = code == "too_big" ? "<=" : ">=";
        var number = bound.ToString(CultureInfo.InvariantCulture);
        var expected = origin switch
        {
            "string" => $"string to have {sign}{number} characters",
            "array" => $"array to have {sign}{number} items",
            _ => $"number to be {sign}{number}",
        };
        return new JsonObject
        {
            ["origin"] = origin,
            ["code"] = code,
            [name] = bound,
            ["inclusive"] = true,
            ["path"] = path.ToJson(),
            ["message"] = $"Too {(code == "too_big" ? "big" : "small")}: expected {expected}",
        };
    }

    private static string TypeOf(JsonElement? value) => value?.ValueKind switch
    {
        null or JsonValueKind.Undefined => "undefined",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
