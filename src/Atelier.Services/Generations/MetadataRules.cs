using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Services.Generations;

/// <summary>What a caller's labels may look like.</summary>
internal static class MetadataRules
{
    private const int MaxEntries = 16;
    private const int MaxKeyLength = 64;
    private const int MaxValueLength = 512;

    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement.Clone();

    /// <summary>Returns the labels, an empty object when there are none, or what is wrong with them.</summary>
    public static Result<JsonElement> Check(JsonElement? metadata)
    {
        if (metadata is not { } value || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return Empty;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return Wrong("metadata", "metadata must be an object of strings.");
        }

        var count = 0;
        foreach (var entry in value.EnumerateObject())
        {
            if (++count > MaxEntries)
            {
                return Wrong("metadata", $"metadata takes at most {MaxEntries} entries.");
            }

            if (entry.Name.Length is 0 or > MaxKeyLength)
            {
                return Wrong("metadata", $"A key of metadata has 1 to {MaxKeyLength} characters.");
            }

            if (entry.Value.ValueKind != JsonValueKind.String || entry.Value.GetString()!.Length > MaxValueLength)
            {
                return Wrong($"metadata.{entry.Name}", $"A value of metadata is a string of at most {MaxValueLength} characters.");
            }
        }

        return value.Clone();
    }

    private static ServiceError Wrong(string field, string message) => new(ErrorKind.Invalid, "invalid_metadata", message, field);
}

[JsonSerializable(typeof(string))]
internal sealed partial class IntakeJson : JsonSerializerContext;
