using System.Text.Json;

namespace Atelier.Clients.Http;

/// <summary>Reads the JSON of error bodies, which may be HTML, cut short or empty.</summary>
internal static class LenientJson
{
    /// <summary>The root of the document, or an undefined element when it is no JSON.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default; // an error page of a proxy: the status alone must do
        }
    }

    /// <summary>A property of an object, or an undefined element.</summary>
    public static JsonElement Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object ? Readable(() => element.TryGetProperty(name, out var value) ? value : default) : default;

    /// <summary>A text or number as text; null for anything else, and for empty text.</summary>
    public static string? AsText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.AsString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    /// <summary>A text, be it empty; null for anything else, and for text that is half a character.</summary>
    public static string? AsString(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? Readable(element.GetString) : null;

    /// <summary>Escapes that make half a character pass the parser and fail only when the text is read.</summary>
    private static T? Readable<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
