using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Clients.AiHubMix;

/// <summary>Serialisation of the gateway's wire records: snake case, nothing sent that was not set, numbers accepted as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(CreateImageRequest))]
[JsonSerializable(typeof(ImagesWire))]
[JsonSerializable(typeof(PredictionRequest))]
[JsonSerializable(typeof(SoraVideoRequest))]
[JsonSerializable(typeof(VeoVideoRequest))]
[JsonSerializable(typeof(WanVideoRequest))]
[JsonSerializable(typeof(DashScopeVideoRequest))]
[JsonSerializable(typeof(SeedanceVideoRequest))]
[JsonSerializable(typeof(KlingVideoRequest))]
[JsonSerializable(typeof(RemixVideoRequest))]
[JsonSerializable(typeof(VideoWire))]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatUsage))]
[JsonSerializable(typeof(ResponseRequest))]
[JsonSerializable(typeof(TextCompletionRequest))]
[JsonSerializable(typeof(ModerationRequest))]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingsWire))]
[JsonSerializable(typeof(SpeechRequest))]
[JsonSerializable(typeof(TranscriptWire))]
[JsonSerializable(typeof(TranscriptSegment))]
[JsonSerializable(typeof(TokenUsage))]
[JsonSerializable(typeof(ModelListWire))]
[JsonSerializable(typeof(ModelEntry))]
[JsonSerializable(typeof(CatalogueWire))]
[JsonSerializable(typeof(RemainingWire))]
[JsonSerializable(typeof(SubscriptionWire))]
[JsonSerializable(typeof(GatewayStatusWire))]
[JsonSerializable(typeof(AccountWire))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AiHubMixJsonContext : JsonSerializerContext;

/// <summary>
/// The context to use: it does not write <c>+</c> and letters beyond ASCII as escapes, which would swell data URLs and prompts.
/// </summary>
internal static class AiHubMixJson
{
    public static AiHubMixJsonContext Wire { get; } =
        new(new JsonSerializerOptions(AiHubMixJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
