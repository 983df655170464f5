using System.Text.Json;

namespace Atelier.Services.Generations.Execution;

/// <summary>A generation's details: an object of texts.</summary>
internal static class DetailsText
{
    public static Dictionary<string, string> Read(JsonElement? details)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (details is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                texts[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            }
        }

        return texts;
    }

    /// <summary>The details with more facts; <see langword="null"/> when there are none at all.</summary>
    public static JsonElement? With(JsonElement? details, IReadOnlyDictionary<string, string> more)
    {
        var texts = Read(details);
        foreach (var (name, text) in more)
        {
            texts[name] = text;
        }

        return texts.Count == 0 ? null : Write(texts);
    }

    public static JsonElement Write(IReadOnlyDictionary<string, string> texts) =>
        JsonSerializer.SerializeToElement(texts, DetailsJson.Default.IReadOnlyDictionaryStringString);
}
