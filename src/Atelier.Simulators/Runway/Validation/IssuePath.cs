using System.Text.Json.Nodes;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>Where in a body an issue lies: names of fields and numbers of items, outermost first.</summary>
internal sealed class IssuePath
{
    public static readonly IssuePath Root = new([]);

    private readonly object[] _steps;

    private IssuePath(object[] steps) => _steps = steps;

    /// <summary>The outermost field; empty for the body itself.</summary>
    public string Head => _steps is [string name, ..] ? name : "";

    public IssuePath Field(string name) => new([.. _steps, name]);

    public IssuePath Item(int index) => new([.. _steps, index]);

    public JsonArray ToJson() =>
        new([.. _steps.Select(step => step is int index ? JsonValue.Create(index) : (JsonNode?)JsonValue.Create((string)step))]);
}
