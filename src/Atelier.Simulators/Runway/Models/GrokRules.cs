using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Runway.Validation;

namespace Atelier.Simulators.Runway.Models;

/// <summary>Rules over several fields of <c>grok_imagine_1_5</c>.</summary>
internal static class GrokRules
{
    public static JsonObject? AudioNeedsAnImage(JsonElement body) =>
        body.TryGetProperty("referenceAudio", out _) && !HasReferences(body)
            ? Issue.Custom(IssuePath.Root.Field("referenceAudio"), "Reference audio needs at least one reference image")
            : null;

    public static JsonObject? ReferencesLimitTheSize(JsonElement body) =>
        HasReferences(body) && body.TryGetProperty("resolution", out var resolution) && resolution.GetString() == "1080p"
            ? Issue.InvalidValue(IssuePath.Root.Field("resolution"), ["480p", "720p"])
            : null;

    private static bool HasReferences(JsonElement body) =>
        body.TryGetProperty("references", out var references) && references.GetArrayLength() > 0;
}
