using System.Globalization;
using System.Text.Json;

namespace Atelier.Simulators.Stability.V1;

/// <summary>Reads typed members of a v1 JSON body; the first problem is kept, since v1 reports one.</summary>
internal sealed class V1Fields(JsonElement body)
{
    /// <summary>Error name and message.</summary>
    public (string Name, string Message)? Problem { get; private set; }

    public void Fail(string name, string message) => Problem ??= (name, message);

    public long Integer(string name, long otherwise, long min, long max)
    {
        if (!TryGet(name, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            Fail("bad_request", $"{name}: must be an integer");
            return otherwise;
        }

        Check(name, number, min, max);
        return number;
    }

    public void Number(string name, double min, double max)
    {
        if (!TryGet(name, out var value))
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            Fail("bad_request", $"{name}: must be a number");
            return;
        }

        Check(name, value.GetDouble(), min, max);
    }

    public void Choice(string name, IReadOnlyList<string> values)
    {
        if (TryGet(name, out var value) && (value.ValueKind != JsonValueKind.String || !values.Contains(value.GetString()!)))
        {
            Fail("bad_request", $"{name}: must be one of {string.Join(", ", values)}");
        }
    }

    public void Object(string name)
    {
        if (TryGet(name, out var value) && value.ValueKind != JsonValueKind.Object)
        {
            Fail("bad_request", $"{name}: must be an object");
        }
    }

    /// <summary>The texts of <c>text_prompts</c> with a positive weight, joined.</summary>
    public string Prompts()
    {
        if (!TryGet("text_prompts", out var list))
        {
            Fail("bad_request", "text_prompts: is required");
            return "";
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            Fail("bad_request", "text_prompts: must be a list of at least one prompt");
            return "";
        }

        return string.Join(", ", list.EnumerateArray().Select(Prompt).OfType<string>());
    }

    private string? Prompt(JsonElement entry, int index)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"text_prompts[{index}]");
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("text", out var text)
            || text.ValueKind != JsonValueKind.String)
        {
            Fail("bad_request", $"{name}.text: is required");
            return null;
        }

        if (text.GetString() is not { Length: > 0 and <= 2000 } value)
        {
            Fail("bad_request", $"{name}.text: must be between 1 and 2000 characters");
            return null;
        }

        if (!entry.TryGetProperty("weight", out var weight) || weight.ValueKind == JsonValueKind.Null)
        {
            return value;
        }

        if (weight.ValueKind != JsonValueKind.Number)
        {
            Fail("bad_request", $"{name}.weight: must be a number");
            return null;
        }

        return weight.GetDouble() > 0 ? value : null;
    }

    private bool TryGet(string name, out JsonElement value) =>
        body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private void Check(string name, double number, double min, double max)
    {
        if (number < min || number > max)
        {
            Fail("bad_request", string.Create(CultureInfo.InvariantCulture, $"{name}: must be between {min} and {max}"));
        }
    }
}
