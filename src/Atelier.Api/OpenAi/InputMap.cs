using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Api.Json;
using Atelier.Services;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Builds a model's input from OpenAI's parameters by the model's own schema: nothing here knows a vendor. What the model has no name for is
/// refused by the caller's name for it when it would change the result.
/// </summary>
internal sealed class InputMap(ModelEntry model, OpenAiBody body, ParameterNames names)
{
    private readonly JsonObject _input = [];
    private readonly HashSet<string> _handled = new(StringComparer.Ordinal) { "model", "stream", "stream_options" };

    public ModelEntry Model => model;

    public OpenAiBody Body => body;

    /// <summary>How many generations the request asks for: more than one only for pictures of a model that makes one at a time.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>The first thing the model cannot do.</summary>
    public ServiceError? Error { get; private set; }

    /// <summary>Whether the model takes an input of this name.</summary>
    public bool Takes(string input) => Schema(input) is not null;

    /// <summary>The only values an input takes; empty for any.</summary>
    public IReadOnlyList<string> Choices(string input) =>
        Schema(input) is { } schema && schema.TryGetProperty("enum", out var list)
            ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())]
            : [];

    /// <summary>Marks a parameter as seen to.</summary>
    public void Handled(params ReadOnlySpan<string> parameters)
    {
        foreach (var parameter in parameters)
        {
            _handled.Add(parameter);
        }
    }

    public void Set(string input, string parameter, JsonNode? value)
    {
        names.Set(input, parameter);
        _handled.Add(parameter);
        _input[input] = value;
    }

    /// <summary>A parameter as it is, under the model's name for it; refused when the model has none.</summary>
    public void Move(string parameter, string input)
    {
        _handled.Add(parameter);
        if (!body.Fields.TryGetValue(parameter, out var value))
        {
            return;
        }

        if (Takes(input))
        {
            Set(input, parameter, Coerce(input, value));
        }
        else
        {
            Refuse(parameter, $"The model '{model.Id}' does not support '{parameter}'.", "unsupported_parameter");
        }
    }

    /// <summary>Media under a parameter, whether files or references, as an input of the model.</summary>
    public void MoveMedia(string parameter, string input)
    {
        _handled.Add(parameter);
        if (!body.Has(parameter))
        {
            return;
        }

        if (!model.MediaInputs.TryGetValue(input, out var rule))
        {
            Refuse(parameter, $"The model '{model.Id}' takes no '{parameter}'.", "unsupported_parameter");
            return;
        }

        var references = body.Fields.TryGetValue(parameter, out var given) ? References(given) : [];
        if (body.Files.TryGetValue(parameter, out var files))
        {
            references = [.. files.Select(file => file.Id), .. references ?? []];
        }

        if (references is null or [])
        {
            Refuse(parameter, $"'{parameter}' must be a file, an https URL, a data URL or the id of an upload.", "invalid_value");
        }
        else if (!rule.Many && references.Count > 1)
        {
            Refuse(parameter, $"The model '{model.Id}' takes one '{parameter}', not {references.Count}.", "invalid_value");
        }
        else
        {
            Set(input, parameter, rule.Many ? new JsonArray([.. references.Select(item => (JsonNode)item)]) : references[0]);
        }
    }

    /// <summary>What is left and has a name of the model's own goes through as it is: every model keeps its own parameters.</summary>
    public void MoveRest()
    {
        foreach (var parameter in body.Fields.Keys.Concat(body.Files.Keys).Where(name => !_handled.Contains(name) && Takes(name)).ToList())
        {
            if (model.MediaInputs.ContainsKey(parameter))
            {
                MoveMedia(parameter, parameter);
            }
            else if (body.Fields.ContainsKey(parameter))
            {
                Move(parameter, parameter);
            }
        }
    }

    public void Refuse(string parameter, string message, string code = "invalid_value") =>
        Error ??= new ServiceError(ErrorKind.Invalid, code, message, parameter);

    /// <summary>The input, or why there is none.</summary>
    public Result<JsonElement> Build()
    {
        // A field that nobody knows is passed over, as OpenAI's SDKs expect; a file is sent because it matters.
        if (body.Files.Keys.FirstOrDefault(name => !_handled.Contains(name)) is { } file)
        {
            Refuse(file, $"The model '{model.Id}' takes no file called '{file}'.", "unknown_parameter");
        }

        return Error is { } error ? error : JsonElement.Parse(_input.ToJsonString(ReadableJson.Nodes));
    }

    /// <summary>Forms know texts only; the schema tells what they stand for.</summary>
    private JsonNode? Coerce(string input, JsonElement value)
    {
        var node = JsonNode.Parse(value.GetRawText());
        var types = Types(Schema(input)!.Value);
        if (value.ValueKind == JsonValueKind.Array || !types.Contains("array") || types.Contains("string"))
        {
            return value.ValueKind == JsonValueKind.String ? FromText(value.GetString()!, types) : node;
        }

        return new JsonArray(node);
    }

    private static JsonNode? FromText(string text, IReadOnlyList<string> types)
    {
        if (types.Contains("string"))
        {
            return text;
        }

        return types switch
        {
            _ when types.Contains("integer") && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when types.Contains("number") && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ when types.Contains("boolean") && bool.TryParse(text, out var flag) => flag,
            _ => text,
        };
    }

    private static IReadOnlyList<string> Types(JsonElement schema) => schema.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(item => item.GetString()!)] : [type.GetString()!]
        : [];

    private JsonElement? Schema(string input) =>
        model.InputSchema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(input, out var schema) ? schema : null;

    private static List<string>? References(JsonElement value)
    {
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Reference).ToList() : [Reference(value)];
        return items.Contains(null) ? null : [.. items.OfType<string>()];
    }

    /// <summary>A reference is a text, or an object with <c>image_url</c> or <c>file_id</c>.</summary>
    private static string? Reference(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return value.TryGetProperty("image_url", out var url) ? Reference(url)
            : value.TryGetProperty("url", out var address) ? Reference(address)
            : value.TryGetProperty("file_id", out var file) ? Reference(file)
            : null;
    }
}
