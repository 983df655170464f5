using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Clients.Runway;

internal sealed record RunwayUploadRequest(string Filename, string Type);

internal sealed record RunwayUploadTicket(string UploadUrl, string RunwayUri, IReadOnlyDictionary<string, string> Fields);

internal sealed record RunwayUsageRequest(DateOnly? StartDate, DateOnly? BeforeDate);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunwayVideoRequest))]
[JsonSerializable(typeof(RunwayImageRequest))]
[JsonSerializable(typeof(RunwayVideoToVideoRequest))]
[JsonSerializable(typeof(RunwayCharacterPerformanceRequest))]
[JsonSerializable(typeof(RunwayVideoUpscaleRequest))]
[JsonSerializable(typeof(RunwayVideoToHdrRequest))]
[JsonSerializable(typeof(RunwayImageUpscaleRequest))]
[JsonSerializable(typeof(RunwaySpeechRequest))]
[JsonSerializable(typeof(RunwaySoundEffectRequest))]
[JsonSerializable(typeof(RunwaySpeechToSpeechRequest))]
[JsonSerializable(typeof(RunwayVoiceDubbingRequest))]
[JsonSerializable(typeof(RunwayVoiceIsolationRequest))]
[JsonSerializable(typeof(RunwayUsageRequest))]
[JsonSerializable(typeof(RunwayUsageReport))]
[JsonSerializable(typeof(RunwayCreated))]
[JsonSerializable(typeof(RunwayTask))]
[JsonSerializable(typeof(RunwayOrganization))]
[JsonSerializable(typeof(RunwayUploadRequest))]
[JsonSerializable(typeof(RunwayUploadTicket))]
internal sealed partial class RunwayJson : JsonSerializerContext;

/// <summary>
/// The context for what is sent: it does not write <c>+</c> and letters beyond ASCII as escapes, which would swell data URIs and prompts, and the
/// memory it takes to write them.
/// </summary>
internal static class RunwayWire
{
    public static RunwayJson Requests { get; } = new(new JsonSerializerOptions(RunwayJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
