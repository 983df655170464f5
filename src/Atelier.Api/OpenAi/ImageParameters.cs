using System.Globalization;
using System.Text.Json;

namespace Atelier.Api.OpenAi;

/// <summary>OpenAI's parameters of pictures in a model's own terms.</summary>
internal static class ImageParameters
{
    // They neither change the picture nor can be checked: told in the reference.
    private static readonly string[] Ignored = ["user", "safety_identifier", "response_format", "moderation", "input_fidelity"];

    // OpenAI's newest, which no model here has: leaving them out silently would give another picture than was asked for.
    private static readonly string[] Unheard = ["complexity", "frame_count", "frame_duration_ms", "svg", "markup"];
    private const int MostCopies = 10;
    private const int MostPartialImages = 3;

    public static void Apply(InputMap map)
    {
        if (map.Takes("moderation"))
        {
            map.Move("moderation", "moderation");
        }

        if (map.Takes("input_fidelity"))
        {
            map.Move("input_fidelity", "input_fidelity");
        }

        map.Handled(Ignored);
        CheckResponseFormat(map);
        map.Handled("partial_images");
        if (map.Body.Has("partial_images") && PartialImages(map.Body) is null)
        {
            map.Refuse("partial_images", $"'partial_images' must be a whole number from 0 to {MostPartialImages}.");
        }

        ApplyCount(map);
        SizeMapper.Apply(map);
        ApplyQuality(map);
        ApplyFormat(map);
        ApplyBackground(map);
        foreach (var parameter in Unheard.Prepend("style").Where(map.Body.Fields.ContainsKey))
        {
            map.Move(parameter, parameter);
        }

        map.MoveRest();
    }

    /// <summary>How many unfinished pictures a stream is to show; <see langword="null"/> when that is no such number.</summary>
    public static int? PartialImages(OpenAiBody body) =>
        !body.Fields.TryGetValue("partial_images", out var value) ? 0 : Whole(value) is >= 0 and <= MostPartialImages and var count ? count : null;

    private static int? Whole(JsonElement value) =>
        int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void CheckResponseFormat(InputMap map)
    {
        if (map.Body.Has("response_format") && map.Body.Text("response_format") is not ("url" or "b64_json"))
        {
            map.Refuse("response_format", "'response_format' must be 'url' or 'b64_json'.");
        }
    }

    private static void ApplyCount(InputMap map)
    {
        map.Handled("n");
        if (map.Takes("count"))
        {
            map.Move("n", "count");
        }
        else if (map.Body.Fields.TryGetValue("n", out var n) && n.ToString() != "1")
        {
            var copies = Whole(n) ?? 0;
            if (copies is < 1 or > MostCopies)
            {
                map.Refuse("n", $"'n' must be a whole number from 1 to {MostCopies}.");
            }
            else if (map.Model.Deterministic || map.Body.Has("seed"))
            {
                map.Refuse("n", map.Model.Deterministic
                    ? $"The model '{map.Model.Id}' always makes the same picture of the same request: leave 'n' out."
                    : "With a fixed 'seed' all pictures would be the same: leave 'n' or 'seed' out.");
            }
            else
            {
                map.Copies = copies;
            }
        }
    }

    private static void ApplyQuality(InputMap map)
    {
        map.Handled("quality");
        if (map.Body.Text("quality") is not { } quality || quality is "" or "auto")
        {
            return;
        }

        var choices = map.Choices("quality");
        if (map.Takes("quality"))
        {
            // The words of the older models mean the newer ones' middle and top.
            var known = quality switch
            {
                _ when choices.Count == 0 || choices.Contains(quality) => quality,
                "standard" when choices.Contains("medium") => "medium",
                "hd" when choices.Contains("high") => "high",
                "low" or "medium" when choices.Contains("standard") => "standard",
                "high" when choices.Contains("hd") => "hd",
                _ => quality,
            };
            map.Set("quality", "quality", known);
        }
        else if (quality is not "standard")
        {
            map.Refuse("quality", $"The model '{map.Model.Id}' has one quality only: leave 'quality' out.", "unsupported_parameter");
        }
    }

    private static void ApplyFormat(InputMap map)
    {
        map.Handled("output_format", "output_compression");
        if (map.Body.Text("output_format") is { } format)
        {
            if (map.Takes("format"))
            {
                map.Set("format", "output_format", format == "jpg" ? "jpeg" : format);
            }
            else if (format is not "png")
            {
                map.Refuse("output_format", $"The model '{map.Model.Id}' decides on the file format itself: leave 'output_format' out.", "unsupported_parameter");
            }
        }

        if (map.Body.Fields.TryGetValue("output_compression", out var compression) && compression.ToString() != "100")
        {
            if (map.Takes("output_compression"))
            {
                map.Move("output_compression", "output_compression");
            }
            else
            {
                map.Refuse("output_compression", $"The model '{map.Model.Id}' does not support 'output_compression'.", "unsupported_parameter");
            }
        }
    }

    private static void ApplyBackground(InputMap map)
    {
        map.Handled("background");
        if (map.Takes("background"))
        {
            map.Move("background", "background");
        }
        else if (map.Body.Text("background") == "transparent")
        {
            map.Refuse("background", $"The model '{map.Model.Id}' makes no transparent backgrounds.", "unsupported_parameter");
        }
    }
}
