using System.Text.Json.Nodes;

namespace Atelier.Api.Requests;

/// <summary>A query parameter that a route takes: for the check of names and for the OpenAPI document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
internal sealed record QueryParameter(string Name, string Description)
{
    /// <summary>JSON type: <c>string</c>, <c>integer</c> or <c>boolean</c>.</summary>
    public string Type { get; init; } = "string";

    /// <summary>The only values it takes; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>JSON Schema format, for example <c>date-time</c>.</summary>
    public string? Format { get; init; }

    /// <summary>What holds when it is absent.</summary>
    public JsonNode? Default { get; init; }

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }
}

/// <summary>Metadata of a route: all query parameters it takes.</summary>
/// <param name="Parameters">The parameters.</param>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> Parameters);
