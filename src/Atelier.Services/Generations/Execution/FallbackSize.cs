using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Services.Generations.Execution;

/// <summary>Finds the nearest of the sizes, shapes and resolutions that a model offers. Sizes are judged by shape first, then by pixels.</summary>
internal static class FallbackSize
{
    private static readonly string[] Names = ["size", "aspect_ratio", "resolution"];

    public static void Map(JsonElement input, JsonObject known, JsonObject mapped, List<string> changes)
    {
        var asked = Names.Select(name => (Name: name, Text: Text(input, name))).Where(value => value.Text is not null).ToList();
        foreach (var name in Names)
        {
            if (known[name]?["enum"] is not JsonArray offered)
            {
                if (Text(input, name) is { } free && known[name] is not null)
                {
                    mapped[name] = free;
                }

                continue;
            }

            var choices = offered.Select(choice => choice?.ToString() ?? string.Empty).ToList();
            if (Text(input, name) is { } same && choices.Contains(same))
            {
                mapped[name] = same;
            }
            else if (Nearest(asked.Select(value => value.Text!), choices) is { } near)
            {
                mapped[name] = near;
                changes.Add($"{string.Join(" and ", asked.Select(value => $"{value.Name} {value.Text}"))} became {name} {near}");
            }
        }

        foreach (var (name, text) in asked.Where(value => !known.ContainsKey(value.Name) && !Names.Any(mapped.ContainsKey)))
        {
            changes.Add($"{name} {text} left out");
        }
    }

    private static string? Nearest(IEnumerable<string> asked, List<string> choices)
    {
        var wanted = asked.Select(Parse).Aggregate(new Wanted(null, null), (all, one) => new Wanted(all.Shape ?? one.Shape, all.Pixels ?? one.Pixels));
        var comparable = choices
            .Select(choice => (Choice: choice, Is: Parse(choice)))
            .Where(item => (item.Is.Shape is not null && wanted.Shape is not null) || (item.Is.Pixels is not null && wanted.Pixels is not null))
            .ToList();
        return comparable.Count == 0
            ? null
            : comparable.OrderBy(item => Distance(item.Is.Shape, wanted.Shape)).ThenBy(item => Distance(item.Is.Pixels, wanted.Pixels)).First().Choice;
    }

    // Ratios are compared as ratios: twice as wide is as far away as half as wide.
    private static double Distance(double? one, double? other) =>
        one is { } a && other is { } b ? Math.Round(Math.Abs(Math.Log(a / b)), 6) : 0;

    /// <summary>Reads <c>1024x768</c>, <c>16:9</c>, <c>1280:720</c>, <c>720p</c> and <c>4k</c>; anything else says nothing.</summary>
    private static Wanted Parse(string text)
    {
        var parts = text.Split('x', ':', '*');
        if (parts.Length == 2 && Number(parts[0]) is { } width && Number(parts[1]) is { } height)
        {
            // Small numbers are a ratio, large ones pixels.
            return new Wanted(width / height, width > 64 && height > 64 ? width * height : null);
        }

        if (text.EndsWith('p') && Number(text[..^1]) is { } lines)
        {
            return new Wanted(null, lines * lines * 16 / 9);
        }

        return text.EndsWith("k", StringComparison.OrdinalIgnoreCase) && Number(text[..^1]) is { } thousands
            ? new Wanted(null, thousands * 1000 * thousands * 1000 * 9 / 16)
            : new Wanted(null, null);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static string? Text(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private readonly record struct Wanted(double? Shape, double? Pixels);
}
