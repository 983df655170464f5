using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for a sound from its description.</summary>
public sealed record RunwaySoundEffectRequest : IRunwayRequest
{
    /// <summary><c>eleven_text_to_sound_v2</c> or <c>seed_audio</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What is heard.</summary>
    public required string PromptText { get; init; }

    /// <summary>0.5 to 30 seconds; none lets the model choose. For <c>eleven_text_to_sound_v2</c>.</summary>
    public double? Duration { get; init; }

    /// <summary>Whether end and start fit together, for <c>eleven_text_to_sound_v2</c>.</summary>
    public bool? Loop { get; init; }

    /// <summary>At most 3 recordings that the prompt names <c>@Audio1</c> and so on, for <c>seed_audio</c>.</summary>
    public IReadOnlyList<string>? ReferenceAudios { get; init; }

    /// <summary><c>wav</c>, <c>mp3</c> or <c>ogg_opus</c>, for <c>seed_audio</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>8,000 to 48,000 hertz, for <c>seed_audio</c>.</summary>
    public int? SampleRate { get; init; }

    /// <summary>For <c>seed_audio</c>; the vendor publishes no range.</summary>
    public double? SpeechRate { get; init; }

    /// <summary>For <c>seed_audio</c>; the vendor publishes no range.</summary>
    public double? PitchRate { get; init; }

    /// <summary>For <c>seed_audio</c>; the vendor publishes no range.</summary>
    public double? LoudnessRate { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.Text(PromptText, "promptText", 1, int.MaxValue);
        RunwayAudio.Check(OutputFormat, SampleRate);
        RunwayCheck.Range(Duration, "duration", 0.5, 30);
        RunwayCheck.Range(ReferenceAudios?.Count, "referenceAudios", 0, 3);
        RunwayCheck.MediaList(ReferenceAudios, "referenceAudios", "audio");
    }
}
