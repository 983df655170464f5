using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for a recording spoken by another voice.</summary>
public sealed record RunwaySpeechToSpeechRequest : IRunwayRequest
{
    /// <summary><c>eleven_multilingual_sts_v2</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The recording, or a video with speech; its type is <c>audio</c> or <c>video</c>.</summary>
    public required RunwayMediaReference Media { get; init; }

    /// <summary>Who shall speak: a voice of the vendor's.</summary>
    public required RunwayVoice Voice { get; init; }

    /// <summary>Whether noise is taken out.</summary>
    public bool? RemoveBackgroundNoise { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.OneOf(Media.Type, "media.type", "audio", "video");
        RunwayCheck.Media(Media.Uri, "media", Media.Type!);
    }
}

/// <summary>A request for a recording spoken in another language.</summary>
public sealed record RunwayVoiceDubbingRequest : IRunwayRequest
{
    /// <summary><c>eleven_voice_dubbing</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The recording.</summary>
    public required string AudioUri { get; init; }

    /// <summary>Such as <c>de</c>.</summary>
    public required string TargetLang { get; init; }

    /// <summary>Whether another voice than the speaker's is used.</summary>
    public bool? DisableVoiceCloning { get; init; }

    /// <summary>Whether only the voice stays.</summary>
    public bool? DropBackgroundAudio { get; init; }

    /// <summary>How many people speak; none lets the model find out.</summary>
    public int? NumSpeakers { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.Media(AudioUri, "audioUri", "audio");
        RunwayCheck.Text(TargetLang, "targetLang", 1, int.MaxValue);
        RunwayCheck.Range(NumSpeakers, "numSpeakers", 0, int.MaxValue);
    }
}

/// <summary>A request for the voice of a recording without what else is heard.</summary>
public sealed record RunwayVoiceIsolationRequest : IRunwayRequest
{
    /// <summary><c>eleven_voice_isolation</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The recording, longer than 4.6 seconds and shorter than an hour.</summary>
    public required string AudioUri { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.Media(AudioUri, "audioUri", "audio");
    }
}
