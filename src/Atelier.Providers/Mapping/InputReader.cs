using System.Globalization;
using System.Text.Json;

namespace Atelier.Providers.Mapping;

/// <summary>
/// Reads a generation's input by our names and remembers which were read, so that a mapper can pass the rest on or refuse it: no
/// parameter is ever dropped in silence. An explicit <c>null</c> counts as absent.
/// </summary>
internal sealed class InputReader
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);

    public InputReader(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException("input", "The input must be an object.");
        }

        foreach (var property in input.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                _values[property.Name] = property.Value;
                _unread.Add(property.Name);
            }
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A text, or <see langword="null"/> when absent.</summary>
    public string? Text(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw new InvalidInputException(name, $"'{name}' must be a text."),
    };

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string name) =>
        Text(name) ?? throw new InvalidInputException(name, $"'{name}' is required.");

    /// <summary>A whole number, or <see langword="null"/> when absent. <c>5.0</c> counts as whole.</summary>
    public long? Integer(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out var whole))
            {
                return whole;
            }

            if (value.TryGetDecimal(out var number) && decimal.Truncate(number) == number && Math.Abs(number) <= long.MaxValue)
            {
                return (long)number;
            }
        }

        throw new InvalidInputException(name, $"'{name}' must be a whole number.");
    }

    /// <summary>A whole number within the range of <see cref="int"/>.</summary>
    public int? Int32(string name) => Integer(name) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var value => (int)value,
        _ => throw new InvalidInputException(name, $"'{name}' is out of range."),
    };

    /// <summary>A number, or <see langword="null"/> when absent.</summary>
    public double? Number(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        _ => throw new InvalidInputException(name, $"'{name}' must be a number."),
    };

    /// <summary>True or false, or <see langword="null"/> when absent.</summary>
    public bool? Flag(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new InvalidInputException(name, $"'{name}' must be true or false."),
    };

    /// <summary>Width and height from a text such as <c>1024x576</c>, or <see langword="null"/> when absent.</summary>
    public (int Width, int Height)? Size(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var at = text.IndexOf('x', StringComparison.OrdinalIgnoreCase);
        if (at > 0
            && int.TryParse(text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width > 0 && height > 0)
        {
            return (width, height);
        }

        throw new InvalidInputException(name, $"'{name}' must be width and height in pixels, such as 1024x1024.");
    }

    /// <summary>Any value as it stands, or <see langword="null"/> when absent.</summary>
    public JsonElement? Value(string name) => Take(name);

    /// <summary>Marks names as read without reading them, for media names whose content is in <see cref="ProviderRequest.Media"/>.</summary>
    public void Skip(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _unread.Remove(name);
        }
    }

    /// <summary>What nobody read: the vendor's own names.</summary>
    public IReadOnlyDictionary<string, JsonElement> TakeRest()
    {
        var rest = _unread.Order(StringComparer.Ordinal).ToDictionary(name => name, name => _values[name], StringComparer.Ordinal);
        _unread.Clear();
        return rest;
    }

    /// <summary>Refuses what nobody read.</summary>
    /// <exception cref="InvalidInputException">A name is left.</exception>
    public void RefuseRest(string model)
    {
        if (_unread.Order(StringComparer.Ordinal).FirstOrDefault() is { } name)
        {
            throw new InvalidInputException(name, $"'{name}' is not offered by {model}.");
        }
    }

    private JsonElement? Take(string name)
    {
        _unread.Remove(name);
        return _values.TryGetValue(name, out var value) ? value : null;
    }
}
