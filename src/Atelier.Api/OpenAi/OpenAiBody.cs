using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Services;
using Atelier.Services.Artifacts;

namespace Atelier.Api.OpenAi;

/// <summary>The body of a request, whether it came as JSON or as a form: fields by name without those that are null, and stored files by name.</summary>
internal sealed record OpenAiBody(IReadOnlyDictionary<string, JsonElement> Fields, IReadOnlyDictionary<string, IReadOnlyList<Upload>> Files)
{
    /// <summary>A text; <see langword="null"/> when it is absent or no text.</summary>
    public string? Text(string name) => Fields.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether a flag is set; forms send it as text.</summary>
    public bool Flag(string name) => Fields.TryGetValue(name, out var value)
        && (value.ValueKind == JsonValueKind.True || value.ValueKind == JsonValueKind.String && value.GetString() is "true" or "1");

    /// <summary>Whether a field was given in any form.</summary>
    public bool Has(string name) => Fields.ContainsKey(name) || Files.ContainsKey(name);

    /// <summary>SHA-256 of what the request asks for: fields in any order, files by their bytes, no boundaries, no names of files.</summary>
    public string Hash()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('=').Append(CanonicalJson.Hash(value)).Append('\n');
        }

        foreach (var (name, files) in Files.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('@').AppendJoin(',', files.Select(file => file.Sha256)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
