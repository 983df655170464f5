using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Generations;

/// <summary>Tells which requests are identical, and which have one result only.</summary>
internal static class CacheKeys
{
    /// <summary>Whether the same input gives the same result: the model says so, or a seed is fixed (0 lets the vendor pick one).</summary>
    public static bool IsDeterministic(ModelEntry model, JsonElement input) =>
        model.Deterministic
        || (input.TryGetProperty("seed", out var seed) && seed.ValueKind == JsonValueKind.Number && seed.TryGetInt64(out var fixedSeed) && fixedSeed > 0);

    /// <summary>A hash of the model and the input with its defaults; media count by their bytes, not by their ids.</summary>
    public static string Of(ModelEntry model, ResolvedInput resolved)
    {
        var input = JsonObject.Create(resolved.Input)!;
        foreach (var (name, stored) in resolved.Media)
        {
            input[name] = new JsonArray([.. stored.Select(item => JsonValue.Create(item.Sha256))]);
        }

        return CanonicalJson.Hash(
            Text(model.Id), Text(model.Provider), Text(model.VendorModel), Text(model.Route), JsonSerializer.SerializeToElement(input, CatalogueJson.Default.JsonObject));
    }

    private static JsonElement Text(string? text) => JsonSerializer.SerializeToElement(text ?? string.Empty, IntakeJson.Default.String);
}
