using System.Text.Json;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>A named value of an object.</summary>
internal sealed record Field(string Name, ValueRule Rule, bool Required = false);

/// <summary>An object with known fields; others are ignored, or refused when it is strict.</summary>
internal sealed class Shape(IReadOnlyList<Field> fields, bool strict = false) : ValueRule
{
    public IReadOnlyList<Field> Fields => fields;

    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            findings.Issues.Add(Issue.InvalidType(path, "object", value));
            return;
        }

        foreach (var field in fields)
        {
            var present = value.TryGetProperty(field.Name, out var content);
            if (present || field.Required)
            {
                field.Rule.Check(content, path.Field(field.Name), findings);
            }
        }

        if (strict
            && UnknownKeys(value) is { Count: > 0 } unknown)
        {
            findings.Issues.Add(Issue.UnknownKeys(path, unknown));
        }
    }

    private List<string> UnknownKeys(JsonElement value) =>
        [.. value.EnumerateObject().Select(property => property.Name).Except(fields.Select(field => field.Name))];
}

/// <summary>An object whose field <paramref name="discriminator"/> chooses its shape.</summary>
internal sealed class Variants(string discriminator, IReadOnlyDictionary<string, Shape> shapes) : ValueRule
{
    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            findings.Issues.Add(Issue.InvalidType(path, "object", value));
            return;
        }

        if (value.TryGetProperty(discriminator, out var kind)
            && kind.ValueKind == JsonValueKind.String
            && shapes.TryGetValue(kind.GetString()!, out var shape))
        {
            shape.Check(value, path, findings);
            return;
        }

        findings.Issues.Add(Issue.NoSuchKind(path, discriminator));
    }
}

/// <summary>An array of bounded length whose items follow one rule.</summary>
internal sealed class Items(ValueRule item, int max, int min = 0) : ValueRule
{
    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            findings.Issues.Add(Issue.InvalidType(path, "array", value));
            return;
        }

        var count = value.GetArrayLength();
        for (var index = 0; index < count; index++)
        {
            item.Check(value[index], path.Item(index), findings);
        }

        if (count < min)
        {
            findings.Issues.Add(Issue.TooSmall(path, "array", min));
        }

        if (count > max)
        {
            findings.Issues.Add(Issue.TooBig(path, "array", max));
        }
    }
}

/// <summary>
/// The pictures a video starts from: one media string, meaning the first frame, or an array of pictures with positions. Without
/// <paramref name="references"/> every picture has a position; with it pictures may all lack one and are then references.
/// </summary>
internal sealed class Frames(bool last = false, int references = 0) : ValueRule
{
    private readonly MediaString _media = new(AssetKind.Image);
    private readonly Choice _position = new(last ? ["first", "last"] : ["first"]);

    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            _media.Check(value, path, findings);
            return;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            findings.Issues.Add(Issue.NoBranch(
                path, Issue.InvalidType(IssuePath.Root, "string", value), Issue.InvalidType(IssuePath.Root, "array", value)));
            return;
        }

        var before = findings.Issues.Count;
        new Items(new Shape([new("uri", _media, true), new("position", _position, references == 0)]), Math.Max(last ? 2 : 1, references), 1)
            .Check(value, path, findings);
        if (findings.Issues.Count == before)
        {
            CheckPositions([.. value.EnumerateArray().Select(Position)], path, findings);
        }
    }

    private static string? Position(JsonElement picture) =>
        picture.TryGetProperty("position", out var position) ? position.GetString() : null;

    private static void CheckPositions(string?[] positions, IssuePath path, Findings findings)
    {
        if (positions.All(position => position is null))
        {
            return;
        }

        if (positions.Contains(null))
        {
            findings.Issues.Add(Issue.Custom(path, "Images with a position and images without one cannot be mixed"));
        }
        else if (positions.Distinct().Count() != positions.Length)
        {
            findings.Issues.Add(Issue.Custom(path, "Each position may be used once"));
        }
        else if (!positions.Contains("first"))
        {
            findings.Issues.Add(Issue.Custom(path, "A last frame needs a first frame"));
        }
    }
}
