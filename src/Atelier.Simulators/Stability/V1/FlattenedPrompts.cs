using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V1;

/// <summary>
/// The list of prompts as v1 wants it in a form: <c>text_prompts[0][text]</c>, <c>text_prompts[0][weight]</c>. The numbers need not follow
/// each other, and of a repeated one the last counts.
/// </summary>
internal static partial class FlattenedPrompts
{
    [GeneratedRegex(@"^text_prompts\[(\d{1,4})\]\[(text|weight)\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Name { get; }

    public static bool IsPrompt(string name) => Name.IsMatch(name);

    /// <summary>The texts with a positive weight, joined; or what is wrong.</summary>
    public static (string Prompt, string? Problem) Read(IFormCollection form)
    {
        var texts = new SortedDictionary<int, string>();
        var weights = new Dictionary<int, double>();
        foreach (var (name, values) in form)
        {
            if (Name.Match(name) is not { Success: true } match)
            {
                continue;
            }

            var index = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var value = values[^1] ?? "";
            if (match.Groups[2].ValueSpan is "text")
            {
                texts[index] = value;
            }
            else if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight))
            {
                weights[index] = weight;
            }
            else
            {
                return ("", $"text_prompts[{index}].weight: must be a number");
            }
        }

        var wanted = texts.Where(text => weights.GetValueOrDefault(text.Key, 1) > 0).Select(text => text.Value);
        return texts.Count == 0 ? ("", "text_prompts: is required") : (string.Join(", ", wanted), Problem(texts, weights));
    }

    private static string? Problem(SortedDictionary<int, string> texts, Dictionary<int, double> weights)
    {
        foreach (var (index, text) in texts)
        {
            if (text.Length is 0 or > 2000)
            {
                return $"text_prompts[{index}].text: must be between 1 and 2000 characters";
            }
        }

        var alone = weights.Keys.Where(index => !texts.ContainsKey(index)).Order().ToList();
        return alone.Count > 0 ? $"text_prompts[{alone[0]}].text: is required" : null;
    }
}
