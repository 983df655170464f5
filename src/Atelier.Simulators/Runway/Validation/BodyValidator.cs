using System.Text.Json;
using Atelier.Simulators.Runway.Models;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>
/// Judges the body of a POST that starts a task: first the model, which selects the schema, then every field, then rules over several.
/// </summary>
internal static class BodyValidator
{
    /// <summary>The model; null when the findings hold issues.</summary>
    public static RunwayModel? Validate(RunwayEndpoint endpoint, JsonElement body, Findings findings)
    {
        if (body.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            findings.Issues.Add(Issue.InvalidType(IssuePath.Root, "object", body));
            return null;
        }

        JsonElement name = default;
        _ = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out name);
        if (name.ValueKind != JsonValueKind.String)
        {
            findings.Issues.Add(Issue.InvalidType(IssuePath.Root.Field("model"), "string", name));
        }

        if (name.ValueKind != JsonValueKind.String || endpoint.Find(name.GetString()!) is not { } model)
        {
            findings.Issues.Add(Issue.NoSuchModel());
            return null;
        }

        model.Shape.Check(body, IssuePath.Root, findings);
        if (findings.Issues.Count == 0)
        {
            findings.Issues.AddRange(model.Refinements.Select(refine => refine(body)).OfType<System.Text.Json.Nodes.JsonObject>());
        }

        return findings.Issues.Count == 0 ? model : null;
    }
}
