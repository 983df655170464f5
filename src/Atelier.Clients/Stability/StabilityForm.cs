using System.Globalization;
using System.Text;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>
/// Writes a request as form parts and refuses, before anything is sent, what the vendor would refuse. What is not set is left to the
/// vendor's default.
/// </summary>
internal sealed class StabilityForm
{
    private readonly List<VendorPart> _parts = [];
    private long _bytes;

    public IReadOnlyList<VendorPart> Parts => _parts;

    /// <summary>The parts of a request.</summary>
    /// <exception cref="ArgumentException">A field is out of its range.</exception>
    public static IReadOnlyList<VendorPart> Of(StabilityRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var form = new StabilityForm();
        request.Write(form);
        if (form._bytes > request.MaxBytes)
        {
            throw new ArgumentException(
                $"The request has {form._bytes} bytes; this service takes at most {request.MaxBytes / (1024 * 1024)} MiB in all.",
                    request.FileField);
        }

        return form.Parts;
    }

    public void Prompt(string value) => Text("prompt", value, 1);

    public void Text(string name, string? value, int min = 0, int max = StabilityLimits.MaxPrompt)
    {
        if (value is not null)
        {
            Add(name, StabilityLimits.Length(name, value, min, max));
        }
    }

    public void Number(string name, double? value, double min, double max)
    {
        if (value is { } number)
        {
            Add(name, StabilityLimits.Range(name, number, min, max).ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Integer(string name, long? value, long min, long max)
    {
        if (value is { } number)
        {
            Add(name, StabilityLimits.Range(name, number, min, max).ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Seed(uint? value) => Integer("seed", value, 0, StabilityLimits.MaxSeed);

    public void Choice(string name, string? value, IReadOnlyList<string> choices)
    {
        if (value is not null)
        {
            Add(name, StabilityLimits.OneOf(name, value, choices));
        }
    }

    public void AspectRatio(string? value) => Choice("aspect_ratio", value, StabilityLimits.AspectRatios);

    public void Style(string? value) => Choice("style_preset", value, StabilityLimits.StylePresets);

    /// <summary>An object of the vendor's own making, as JSON.</summary>
    public void Object(string name, JsonElement? value)
    {
        if (value is { } json)
        {
            StabilityLimits.Require(json.ValueKind == JsonValueKind.Object, name, "must be an object.");
            Add(name, json.GetRawText());
        }
    }

    /// <summary>A text the client decides on itself.</summary>
    public void Add(string name, string value)
    {
        _parts.Add(VendorPart.Text(name, value));
        _bytes += Encoding.UTF8.GetByteCount(value);
    }

    public void File(string name, VendorFile? file)
    {
        if (file is not null)
        {
            _parts.Add(VendorPart.Upload(name, file));
            _bytes += file.Length ?? 0;
        }
    }
}
