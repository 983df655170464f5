using System.Text.Json.Serialization;

namespace Atelier.Simulators.Stability;

/// <summary>Error below <c>/v1</c>. Keys stand in alphabetical order, as in captured answers.</summary>
internal sealed record V1Error(string Id, string Message, string Name);

/// <summary>Error of v2beta.</summary>
internal sealed record V2Error(IReadOnlyList<string> Errors, string Id, string Name);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1Error))]
[JsonSerializable(typeof(V2Error))]
internal sealed partial class StabilityJson : JsonSerializerContext;
