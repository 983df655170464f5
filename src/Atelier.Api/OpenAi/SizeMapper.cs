using System.Globalization;

namespace Atelier.Api.OpenAi;

/// <summary>OpenAI's <c>size</c> in a model's own terms: a size, a ratio, or a ratio with a resolution.</summary>
internal static class SizeMapper
{
    private const string Parameter = "size";

    // Pixel sizes are multiples of something, so a ratio is seldom met exactly: 1792x1024 is meant as 16:9.
    private const double Tolerance = 0.04;

    public static void Apply(InputMap map)
    {
        map.Handled(Parameter);
        if (map.Body.Text(Parameter) is not { } size || size is "" or "auto")
        {
            return;
        }

        if (ReadPair(size) is not { } wanted)
        {
            map.Refuse(Parameter, $"'{Parameter}' must be a width and a height such as 1024x1024, a ratio such as 16:9, or 'auto'.");
        }
        else if (map.Takes("size"))
        {
            ApplySize(map, size, wanted);
        }
        else if (map.Takes("aspect_ratio"))
        {
            ApplyRatio(map, size, wanted);
        }
        else
        {
            map.Refuse(Parameter, $"The model '{map.Model.Id}' decides on the size itself; leave '{Parameter}' out.", "unsupported_parameter");
        }
    }

    private static void ApplySize(InputMap map, string size, (double Width, double Height) wanted)
    {
        var choices = map.Choices("size");
        var choice = choices.Count == 0
            ? size
            : choices.FirstOrDefault(known => known.Equals(size, StringComparison.OrdinalIgnoreCase))
                ?? choices.FirstOrDefault(known => size.Contains(':', StringComparison.Ordinal) && ReadPair(known) is { } pair && IsNear(pair, wanted));
        if (choice is null)
        {
            map.Refuse(Parameter, $"'{map.Model.Id}' does not make {Shown(size)}; it makes {string.Join(", ", choices)}.");
        }
        else
        {
            map.Set("size", Parameter, choice);
        }
    }

    private static void ApplyRatio(InputMap map, string size, (double Width, double Height) wanted)
    {
        var choices = map.Choices("aspect_ratio");
        var choice = choices.Where(known => ReadPair(known) is { } pair && IsNear(pair, wanted))
            .MinBy(known => Math.Abs(Ratio(ReadPair(known)!.Value) - Ratio(wanted)));
        if (choice is null)
        {
            map.Refuse(Parameter, $"'{map.Model.Id}' does not make {Shown(size)}; it makes the ratios {string.Join(", ", choices)}.");
            return;
        }

        map.Set("aspect_ratio", Parameter, choice);
        if (map.Takes("resolution") && !map.Body.Has("resolution") && !size.Contains(':', StringComparison.Ordinal))
        {
            var lines = Math.Min(wanted.Width, wanted.Height);
            if (map.Choices("resolution").Where(known => Lines(known) > 0).MinBy(known => Math.Abs(Lines(known) - lines)) is { } resolution)
            {
                map.Set("resolution", Parameter, resolution);
            }
        }
    }

    private static bool IsNear((double Width, double Height) one, (double Width, double Height) other) =>
        Math.Abs((Ratio(one) / Ratio(other)) - 1) <= Tolerance;

    private static double Ratio((double Width, double Height) pair) => pair.Width / pair.Height;

    private static (double Width, double Height)? ReadPair(string text)
    {
        var parts = text.Split('x', 'X', ':', '*');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width) && width > 0
            && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var height) && height > 0
                ? (width, height)
                : null;
    }

    /// <summary>720p has 720 lines, 2k has 1440.</summary>
    private static double Lines(string resolution) => resolution.ToLowerInvariant() switch
    {
        "2k" => 1440,
        "4k" => 2160,
        var text when double.TryParse(text.TrimEnd('p', 'k'), NumberStyles.None, CultureInfo.InvariantCulture, out var lines) => lines,
        _ => 0,
    };

    private static string Shown(string size) => size.Length <= 30 ? size : size[..30] + "…";
}
