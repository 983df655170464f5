using System.Text.Json;
using System.Text.RegularExpressions;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>What a value must be. Rules are data: they hold bounds and compare, nothing else.</summary>
internal abstract class ValueRule
{
    public abstract void Check(JsonElement value, IssuePath path, Findings findings);
}

/// <summary>A text; lengths in UTF-16 code units, as the vendor counts.</summary>
internal sealed class Text(int max = int.MaxValue, int min = 1, Regex? pattern = null) : ValueRule
{
    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Issues.Add(Issue.InvalidType(path, "string", value));
            return;
        }

        var text = value.GetString()!;
        if (text.Length < min)
        {
            findings.Issues.Add(Issue.TooSmall(path, "string", min));
        }

        if (text.Length > max)
        {
            findings.Issues.Add(Issue.TooBig(path, "string", max));
        }

        if (pattern?.IsMatch(text) is false)
        {
            findings.Issues.Add(Issue.Pattern(path, $"/{pattern}/"));
        }
    }
}

/// <summary>One of several texts.</summary>
internal sealed class Choice(params string[] values) : ValueRule
{
    public IReadOnlyList<string> Values => values;

    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String || !values.Contains(value.GetString()))
        {
            findings.Issues.Add(Issue.InvalidValue(path, values));
        }
    }
}

/// <summary>One of several whole numbers.</summary>
internal sealed class NumberChoice(params int[] values) : ValueRule
{
    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.Number || !values.Any(allowed => value.GetDouble() == allowed))
        {
            findings.Issues.Add(Issue.InvalidValue(path, values));
        }
    }
}

/// <summary>A number between bounds, both included; whole unless said otherwise.</summary>
internal sealed class Number(decimal min, decimal max, bool whole = true) : ValueRule
{
    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            findings.Issues.Add(Issue.InvalidType(path, "number", value));
            return;
        }

        var number = value.GetDouble();
        if (whole && number != Math.Floor(number))
        {
            findings.Issues.Add(Issue.NotAnInteger(path));
            return;
        }

        if (number < (double)min)
        {
            findings.Issues.Add(Issue.TooSmall(path, "number", min));
        }

        if (number > (double)max)
        {
            findings.Issues.Add(Issue.TooBig(path, "number", max));
        }
    }
}

/// <summary>A whole number between bounds, or the word <c>auto</c>.</summary>
internal sealed class NumberOrAuto(int min, int max) : ValueRule
{
    private readonly Number _number = new(min, max);

    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            _number.Check(value, path, findings);
        }
        else if (value.ValueKind != JsonValueKind.String || value.GetString() != "auto")
        {
            findings.Issues.Add(
                Issue.NoBranch(path, Issue.InvalidType(IssuePath.Root, "number", value), Issue.InvalidValue(IssuePath.Root, ["auto"])));
        }
    }
}

/// <summary>True or false.</summary>
internal sealed class Flag : ValueRule
{
    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            findings.Issues.Add(Issue.InvalidType(path, "boolean", value));
        }
    }
}

/// <summary>A size in pixels, <c>W:H</c>, of bounded area: the one model that takes any size besides its list.</summary>
internal sealed class PixelRatio(long minPixels, long maxPixels) : ValueRule
{
    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Issues.Add(Issue.InvalidType(path, "string", value));
            return;
        }

        if (FrameSize.Parse(value.GetString()!) is not { } size)
        {
            findings.Issues.Add(Issue.Pattern(path, "/^\\d+:\\d+$/"));
            return;
        }

        if ((long)size.Width * size.Height is var pixels && (pixels < minPixels || pixels > maxPixels))
        {
            findings.Issues.Add(Issue.Custom(path, $"The size must have between {minPixels} and {maxPixels} pixels"));
        }
    }
}
