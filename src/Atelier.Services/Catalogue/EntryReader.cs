using System.Text.Json.Nodes;

namespace Atelier.Services.Catalogue;

/// <summary>Reads the members of one object of a models file and notes each problem with the entry and the property at fault.</summary>
internal sealed class EntryReader(JsonObject members, string where, ICollection<string> problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public JsonObject? Object(string name, bool required = false) => Read<JsonObject>(name, required, "an object");

    public JsonArray? Array(string name, bool required = false) => Read<JsonArray>(name, required, "an array");

    public string? Text(string name, bool required = false)
    {
        if (Read<JsonValue>(name, required, "a text") is not { } value)
        {
            return null;
        }

        if (value.TryGetValue(out string? text) && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Problem(name, "must be a text that is not empty.");
        return null;
    }

    public string RequiredText(string name) => Text(name, required: true) ?? string.Empty;

    /// <summary>A list of texts; empty when it is missing.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Array(name) ?? [])
        {
            if (item is JsonValue value && value.TryGetValue(out string? text) && !string.IsNullOrWhiteSpace(text))
            {
                texts.Add(text);
            }
            else
            {
                Problem(name, "must hold texts that are not empty.");
            }
        }

        return texts;
    }

    /// <summary>True or false; false when it is missing.</summary>
    public bool Flag(string name)
    {
        if (Read<JsonValue>(name, required: false, "true or false") is not { } value)
        {
            return false;
        }

        if (value.TryGetValue(out bool flag))
        {
            return flag;
        }

        Problem(name, "must be true or false.");
        return false;
    }

    /// <summary>A text out of a list.</summary>
    public T Choice<T>(string name, IReadOnlyDictionary<string, T> choices, T fallback, bool required = false)
    {
        if (Text(name, required) is not { } text)
        {
            return fallback;
        }

        if (choices.TryGetValue(text, out var choice))
        {
            return choice;
        }

        Problem(name, $"is '{text}' but must be one of {string.Join(", ", choices.Keys)}.");
        return fallback;
    }

    /// <summary>A whole number within bounds.</summary>
    public long? Integer(string name, long minimum, long maximum)
    {
        if (Read<JsonValue>(name, required: false, "a whole number") is not { } value)
        {
            return null;
        }

        if (value.TryGetValue(out long number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        Problem(name, $"must be a whole number from {minimum} to {maximum}.");
        return null;
    }

    /// <summary>A number of credits, as micro-credits.</summary>
    public long? Credits(string name, bool required = false)
    {
        if (Read<JsonValue>(name, required, "a number of credits") is not { } value)
        {
            return null;
        }

        if (value.TryGetValue(out decimal credits) && credits >= 0 && Atelier.Services.Credits.MicroCredits.TryFromCredits(credits, out var micro))
        {
            return micro;
        }

        Problem(name, "must be a number of credits: not negative, at most six decimal places.");
        return null;
    }

    /// <summary>Notes every member that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var (name, _) in members.Where(member => !_known.Contains(member.Key)))
        {
            var nearest = NearestNames.Of(name, _known, 1);
            Problem(name, nearest.Count == 0 ? "is unknown." : $"is unknown; perhaps '{nearest[0]}' is meant.");
        }
    }

    public void Problem(string name, string message) => problems.Add($"{where}, property '{name}' {message}");

    private T? Read<T>(string name, bool required, string kind)
        where T : JsonNode
    {
        _known.Add(name);
        switch (members[name])
        {
            case T node:
                return node;
            case null when required:
                Problem(name, "is missing.");
                return null;
            case null:
                return null;
            default:
                Problem(name, $"must be {kind}.");
                return null;
        }
    }
}
