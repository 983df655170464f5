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
