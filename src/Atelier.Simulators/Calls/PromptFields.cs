using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Calls;

/// <summary>Where the vendors' requests keep model and prompt.</summary>
internal static class PromptFields
{
    private const int KeptCharacters = 200;

    private static readonly string[] PromptNames = ["prompt", "promptText", "input", "text_prompts[0][text]"];

    public static string? Model(JsonElement json, IFormCollection? form) =>
        form is not null ? First(form, "model") : Text(json, "model");

    public static string? Prompt(JsonElement json, IFormCollection? form)
    {
        var prompt = form is not null
            ? PromptNames.Select(name => First(form, name)).FirstOrDefault(value => value is not null)
            : FromJson(json);
        return prompt is { Length: > KeptCharacters } ? prompt[..KeptCharacters] : prompt;
    }

    private static string? First(IFormCollection form, string name) => form.TryGetValue(name, out var values) ? values.ToString() : null;

    private static string? FromJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return Text(json, "prompt")
            ?? Text(json, "promptText")
            ?? Text(json, "input")
            ?? (json.TryGetProperty("input", out var input) ? Text(input, "prompt") : null)
            ?? (Last(json, "text_prompts", fromStart: true) is { } weighted ? Text(weighted, "text") : null)
            ?? (Last(json, "messages", fromStart: false) is { } message ? Text(message, "content") : null)
            ?? (Last(json, "contents", fromStart: false) is { } turn && Last(turn, "parts", fromStart: true) is { } part
                ? Text(part, "text")
                : null);
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static JsonElement? Last(JsonElement json, string name, bool fromStart) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and var length
            ? list[fromStart ? 0 : length - 1]
            : null;
}
