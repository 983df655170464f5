using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Atelier.Services.Catalogue;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(FrozenPrice))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
