using System.Text.Json.Serialization;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Model;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GenerationError))]
[JsonSerializable(typeof(EventData))]
[JsonSerializable(typeof(AccountLimits))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class PersistenceJson : JsonSerializerContext;

/// <summary>What an event tells: the generation at that moment, amounts in credits.</summary>
internal sealed record EventData(string Status, double? Progress, GenerationError? Error, EventCredits Credits);

internal sealed record EventCredits(decimal Quoted, decimal Held, decimal Captured, decimal Released);
