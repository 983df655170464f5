using System.Text.Json.Serialization;

namespace Atelier.Simulators.Tasks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SimulatedTask))]
internal sealed partial class StoreJson : JsonSerializerContext;
