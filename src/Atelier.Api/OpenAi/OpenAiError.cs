using System.Text.Json.Serialization;

namespace Atelier.Api.OpenAi;

/// <summary>An error in OpenAI's shape: all four members, always.</summary>
internal sealed record OpenAiError
{
    /// <summary>What is wrong and what to do about it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string Message { get; init; }

    /// <summary>The group of errors, in OpenAI's words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string Type { get; init; }

    /// <summary>The parameter at fault.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Param { get; init; }

    /// <summary>Stable code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Code { get; init; }
}

/// <summary>The envelope of an error.</summary>
/// <param name="Error">The error.</param>
internal sealed record OpenAiErrorEnvelope(OpenAiError Error);
