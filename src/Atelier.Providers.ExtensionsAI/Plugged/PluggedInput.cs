using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>Reads an input by our names; what was not read goes on as additional properties, so nothing is dropped in silence.</summary>
internal sealed class PluggedInput
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    public PluggedInput(ProviderRequest request)
    {
        foreach (var field in request.Input.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null && !request.Media.ContainsKey(field.Name))
            {
                _fields[field.Name] = field.Value;
            }
        }
    }

    /// <summary>A text without taking it.</summary>
    public string? Peek(string name) =>
        _fields.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public JsonElement? Value(string name) => _fields.Remove(name, out var value) ? value : null;

    public string? Text(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new PluggedInputException(name, $"'{name}' must be a text."),
    };

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text
        ? text
        : throw new PluggedInputException(name, $"'{name}' is required.");

    public int? Integer(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var whole) => whole,
        _ => throw new PluggedInputException(name, $"'{name}' must be a whole number."),
    };

    public long? Long(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var whole) => whole,
        _ => throw new PluggedInputException(name, $"'{name}' must be a whole number."),
    };

    public float? Number(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetSingle(),
        _ => throw new PluggedInputException(name, $"'{name}' must be a number."),
    };

    public bool? Flag(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new PluggedInputException(name, $"'{name}' must be true or false."),
    };

    /// <summary>What nobody has read yet, for the client to make of it what it can; <see langword="null"/> when nothing is left.</summary>
    public AdditionalPropertiesDictionary? Rest() => _fields.Count == 0
        ? null
        : new AdditionalPropertiesDictionary(_fields.ToDictionary(field => field.Key, field => (object?)field.Value));
}
