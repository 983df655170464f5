using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Clients.AiHubMix;

/// <summary>Serialisation of Google's wire records, which unlike all others of the gateway are in camel case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GenerateContentRequest))]
internal sealed partial class GeminiJsonContext : JsonSerializerContext;

/// <summary>The context to use: base64 and letters beyond ASCII are not written as escapes.</summary>
internal static class GeminiJson
{
    public static GeminiJsonContext Wire { get; } =
        new(new JsonSerializerOptions(GeminiJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
