using System.Globalization;
using System.Text.Json;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix;

/// <summary>
/// The fields of a request, whether it came as JSON or as a form. JSON null counts as absent; a form has only texts, so there numbers may
/// be written out. Types are checked where a field is read; a wrong one is refused by name.
/// </summary>
internal sealed class Fields
{
    private readonly JsonElement _json;
    private readonly IFormCollection? _form;

    private Fields(JsonElement json, IFormCollection? form) => (_json, _form) = (json, form);

    public bool IsForm => _form is not null;

    /// <summary>Names given, null values left out.</summary>
    public IEnumerable<string> Names => _form is not null
        ? _form.Keys.Concat(_form.Files.Select(file => file.Name)).Distinct()
        : _json.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null).Select(property => property.Name);

    /// <exception cref="Refusal">The body is neither a JSON object nor a readable form.</exception>
    public static async Task<Fields> ReadAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType)
        {
            try
            {
                return new Fields(default, await context.Request.ReadFormAsync(context.RequestAborted));
            }
            catch (Exception problem) when (problem is InvalidDataException or IOException
                && !context.RequestAborted.IsCancellationRequested)
            {
                throw Refusal.Invalid($"failed to parse multipart form: {problem.Message}");
            }
        }

        return Of(context.Call().Json);
    }

    /// <summary>The fields of a JSON object.</summary>
    public static Fields Of(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? new Fields(json, null)
        : throw Refusal.Invalid("We could not parse the JSON body of your request.");

    public bool Has(string name) => Names.Contains(name);

    /// <summary>The value as JSON; undefined in a form or when absent.</summary>
    public JsonElement Json(string name) =>
        _form is null && _json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>A text; null when absent.</summary>
    public string? Text(string name)
    {
        if (_form is not null)
        {
            return _form.TryGetValue(name, out var values) ? values.ToString() : null;
        }

        var value = Json(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined => null,
            JsonValueKind.String => value.GetString(),
            _ => throw WrongType(name, "a string", value),
        };
    }

    public string Required(string name) =>
        Text(name) is { Length: > 0 } text
            ? text
            : throw Refusal.Invalid($"Missing required parameter: '{name}'.", name, "missing_required_parameter");

    /// <summary>One of the given texts, the first when absent.</summary>
    public string Choice(string name, params string[] values)
    {
        var text = Text(name) ?? values[0];
        return values.Contains(text)
            ? text
            : throw Refusal.Invalid(
                $"Invalid value: '{text}'. Supported values are: {string.Join(", ", values.Select(value => $"'{value}'"))}.",
                name,
                "invalid_value");
    }

    public double? Number(string name, double min, double max)
    {
        double number;
        if (_form is not null)
        {
            if (Text(name) is not { } text)
            {
                return null;
            }

            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            {
                throw Refusal.Invalid($"Invalid type for '{name}': expected a number, but got '{text}' instead.", name, "invalid_type");
            }
        }
        else
        {
            var value = Json(name);
            if (value.ValueKind == JsonValueKind.Undefined)
            {
                return null;
            }

            number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw WrongType(name, "a number", value);
        }

        return number >= min && number <= max
            ? number
            : throw Refusal.Invalid(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Invalid '{name}': expected a value between {min} and {max}, but got {number} instead."),
                name,
                "invalid_value");
    }

    public int? Whole(string name, int min, int max)
    {
        var number = Number(name, min, max);
        return number is { } value && value != Math.Floor(value)
            ? throw Refusal.Invalid(
                $"Invalid type for '{name}': expected an integer, but got a decimal number instead.", name, "invalid_type")
            : (int?)number;
    }

    public bool Flag(string name)
    {
        if (_form is not null)
        {
            return Text(name) switch
            {
                null or "false" => false,
                "true" => true,
                var text => throw Refusal.Invalid(
                    $"Invalid type for '{name}': expected a boolean, but got '{text}' instead.", name, "invalid_type"),
            };
        }

        var value = Json(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.False => false,
            JsonValueKind.True => true,
            _ => throw WrongType(name, "a boolean", value),
        };
    }

    /// <summary>Texts given several times, also as <c>name[]</c>.</summary>
    public IReadOnlyList<string> Texts(string name) => _form is null ? [] : [.. _form[name].Concat(_form[$"{name}[]"]).OfType<string>()];

    /// <summary>Files of this part name, also as <c>name[]</c>.</summary>
    public IReadOnlyList<IFormFile> Files(string name) =>
        _form is null ? [] : [.. _form.Files.Where(file => file.Name == name || file.Name == $"{name}[]")];

    public static async Task<byte[]> BytesAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    public static Refusal WrongType(string name, string expected, JsonElement value)
    {
        var got = value.ValueKind switch
        {
            JsonValueKind.String => "a string",
            JsonValueKind.Number => value.TryGetInt64(out _) ? "an integer" : "a decimal number",
            JsonValueKind.True or JsonValueKind.False => "a boolean",
            JsonValueKind.Array => "an array",
            _ => "an object",
        };
        return Refusal.Invalid($"Invalid type for '{name}': expected {expected}, but got {got} instead.", name, "invalid_type");
    }
}
