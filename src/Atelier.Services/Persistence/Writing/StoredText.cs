using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Makes text from outside fit for every database: PostgreSQL refuses NUL, and a lone surrogate has no UTF-8.</summary>
internal static class StoredText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text)
    {
        if (text is null || IsClean(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }

    /// <summary>What a search looks at: prompt, spoken text, chat messages and the caller's labels, in lower case, one per line.</summary>
    public static string ForSearch(JsonElement input, JsonElement metadata)
    {
        var text = new StringBuilder();
        if (input.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (ReadOnlySpan<string>)["prompt", "text", "messages"])
            {
                if (input.TryGetProperty(name, out var value))
                {
                    AppendStrings(text, value);
                }
            }
        }

        AppendStrings(text, metadata);
        return Clean(text.ToString().ToLowerInvariant());
    }

    private static void AppendStrings(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(ReadString(value)).Append('\n');
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    AppendStrings(text, item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    AppendStrings(text, property.Value);
                }

                break;
            default:
                break;
        }
    }

    private static string ReadString(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is valid JSON but no text; it stays searchable as it was written.
            return value.GetRawText();
        }
    }

    private static bool IsClean(string text)
    {
        if (text.AsSpan().IndexOf('\0') >= 0)
        {
            return false;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
