using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Atelier.Services.Catalogue;

/// <summary>
/// Copies JSON into the object model of the schema library, and refuses what JSON allows but no vendor, database or schema can hold: names
/// given twice, texts that are not Unicode or hold NUL, and endless nesting.
/// </summary>
internal static class JsonTokens
{
    private const int DeepestLevel = 32;

    /// <summary>The copy, or <see langword="null"/> with a problem noted.</summary>
    public static JToken? Copy(JsonElement element, string path, ICollection<FieldProblem> problems, int level = 0)
    {
        if (level > DeepestLevel)
        {
            problems.Add(new FieldProblem(path, "malformed", $"It is nested deeper than {DeepestLevel} levels."));
            return null;
        }

        return element.ValueKind switch
        {
            JsonValueKind.Object => CopyObject(element, path, problems, level),
            JsonValueKind.Array => CopyArray(element, path, problems, level),
            JsonValueKind.String => CopyText(element, path, problems),
            JsonValueKind.Number => Number(element),
            JsonValueKind.True => new JValue(true),
            JsonValueKind.False => new JValue(false),
            _ => JValue.CreateNull(),
        };
    }

    /// <summary>The text of a string or a property name, or <see langword="null"/> when it is not Unicode or holds NUL.</summary>
    private static string? Sound(Func<string?> read)
    {
        try
        {
            return read() is { } text && !text.Contains('\0') ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JObject? CopyObject(JsonElement element, string path, ICollection<FieldProblem> problems, int level)
    {
        var copy = new JObject();
        foreach (var property in element.EnumerateObject())
        {
            if (Sound(() => property.Name) is not { } name)
            {
                problems.Add(NotUnicode(path));
                return null;
            }

            var where = FieldPaths.Child(path, name);
            if (copy.ContainsKey(name))
            {
                problems.Add(new FieldProblem(where, "malformed", "It is given twice."));
                return null;
            }

            if (Copy(property.Value, where, problems, level + 1) is not { } value)
            {
                return null;
            }

            copy[name] = value;
        }

        return copy;
    }

    private static JArray? CopyArray(JsonElement element, string path, ICollection<FieldProblem> problems, int level)
    {
        var copy = new JArray();
        foreach (var item in element.EnumerateArray())
        {
            if (Copy(item, $"{path}[{copy.Count}]", problems, level + 1) is not { } value)
            {
                return null;
            }

            copy.Add(value);
        }

        return copy;
    }

    private static JValue? CopyText(JsonElement element, string path, ICollection<FieldProblem> problems)
    {
        if (Sound(element.GetString) is { } text)
        {
            return JValue.CreateString(text);
        }

        problems.Add(NotUnicode(path));
        return null;
    }

    /// <summary>Whole numbers become integers however they are written (5, 5.0, 5e0); those beyond all ranges become the widest one.</summary>
    private static JValue Number(JsonElement element)
    {
        if (element.TryGetInt64(out var whole))
        {
            return new JValue(whole);
        }

        if (!element.TryGetDecimal(out var number))
        {
            return new JValue(element.GetRawText().StartsWith('-') ? long.MinValue : long.MaxValue);
        }

        return number == decimal.Truncate(number)
            ? new JValue((long)Math.Clamp(number, long.MinValue, long.MaxValue))
            : new JValue(number);
    }

    private static FieldProblem NotUnicode(string path) =>
        new(path, "malformed", "It holds characters that are not valid text (half of a surrogate pair, or NUL).");
}
