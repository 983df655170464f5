using System.Text.Json.Serialization;

namespace Atelier.Clients.Stability;

/// <summary>A v1 answer.</summary>
internal sealed record StabilityArtifacts(IReadOnlyList<StabilityArtifact>? Artifacts = null);

/// <summary>One image of a v1 answer, which alone of all answers is written in camel case.</summary>
internal sealed record StabilityArtifact(
    [property: JsonPropertyName("base64")] byte[]? Base64 = null,
    [property: JsonPropertyName("finishReason")] string? FinishReason = null,
    [property: JsonPropertyName("seed")] long? Seed = null);

/// <summary>A v2beta answer. Results of jobs have been seen under <c>result</c> as well as under the documented <c>image</c>.</summary>
internal sealed record StabilityMediaJson(
    byte[]? Image = null, byte[]? Result = null, byte[]? Video = null, byte[]? Audio = null, string? FinishReason = null, long? Seed = null)
{
    public byte[]? Content => Result ?? Image ?? Video ?? Audio;
}

/// <summary>The start of a job.</summary>
internal sealed record StabilityJob(string? Id = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(StabilityAccount))]
[JsonSerializable(typeof(StabilityBalance))]
[JsonSerializable(typeof(IReadOnlyList<StabilityEngine>))]
[JsonSerializable(typeof(StabilityTextToImageRequest))]
[JsonSerializable(typeof(StabilityArtifacts))]
[JsonSerializable(typeof(StabilityMediaJson))]
[JsonSerializable(typeof(StabilityJob))]
internal sealed partial class StabilityJson : JsonSerializerContext;
