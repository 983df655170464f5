using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.Fields;

/// <summary>
/// The fields of a v2beta request read by a table of rules. Every problem is collected; parts the table does not name are ignored, as the
/// vendor does.
/// </summary>
internal sealed class RequestFields
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, UploadedImage> _images = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, UploadedSound> _sounds = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Value by name; null when the field was not sent.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    public UploadedImage? Image(string name) => _images.GetValueOrDefault(name);

    public bool Has(string name) => _values.ContainsKey(name) || _images.ContainsKey(name) || _sounds.ContainsKey(name);

    public long Integer(string name, long otherwise) =>
        _values.TryGetValue(name, out var value) ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public double Number(string name, double otherwise) =>
        _values.TryGetValue(name, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>All fields in a fixed order, pictures and recordings by their hash; the seed is left out.</summary>
    public string Fingerprint() => string.Join(
        '\n',
        _values.Where(pair => pair.Key != "seed").Select(pair => $"{pair.Key}={pair.Value}")
            .Concat(_images.Select(pair => $"{pair.Key}={pair.Value.Sha256}"))
            .Concat(_sounds.Select(pair => $"{pair.Key}={pair.Value.Sha256}")));

    public void AddProblems(IEnumerable<string> problems) => _problems.AddRange(problems);

    public static async Task<RequestFields> ReadAsync(
        IFormCollection form, IEnumerable<FieldRule> rules, CancellationToken cancellationToken)
    {
        var fields = new RequestFields();
        foreach (var rule in rules)
        {
            var problem = rule switch
            {
                ImageRule image => await fields.ReadImageAsync(form, image, cancellationToken),
                SoundRule sound => await fields.ReadSoundAsync(form, sound, cancellationToken),
                ValueRule value => fields.ReadValue(form, value),
                _ => throw new InvalidOperationException($"No way to read {rule}."),
            };
            if (problem is not null)
            {
                fields._problems.Add($"{rule.Name}: {problem}");
            }
        }

        return fields;
    }

    private string? ReadValue(IFormCollection form, ValueRule rule)
    {
        if (!form.TryGetValue(rule.Name, out var values))
        {
            return form.Files[rule.Name] is not null ? "must not be a file" : rule.Required ? "is required" : null;
        }

        var value = values[^1] ?? "";
        var problem = rule.Problem(value);
        if (problem is null)
        {
            _values[rule.Name] = value;
        }

        return problem;
    }

    private async Task<string?> ReadImageAsync(IFormCollection form, ImageRule rule, CancellationToken cancellationToken)
    {
        if (form.Files.GetFile(rule.Name) is not { } file)
        {
            return form.ContainsKey(rule.Name) ? "must be a file" : rule.Required ? "is required" : null;
        }

        if (await UploadedImage.ReadAsync(file, cancellationToken) is not { } image)
        {
            return $"must be one of {string.Join(", ", rule.Formats)}";
        }

        var problem = rule.Problem(image);
        if (problem is null)
        {
            _images[rule.Name] = image;
        }

        return problem;
    }

    private async Task<string?> ReadSoundAsync(IFormCollection form, SoundRule rule, CancellationToken cancellationToken)
    {
        if (form.Files.GetFile(rule.Name) is not { } file)
        {
            return form.ContainsKey(rule.Name) ? "must be a file" : rule.Required ? "is required" : null;
        }

        if (await UploadedSound.ReadAsync(file, cancellationToken) is not { } sound)
        {
            return SoundRule.Formats;
        }

        var problem = rule.Problem(sound);
        if (problem is null)
        {
            _sounds[rule.Name] = sound;
        }

        return problem;
    }
}
