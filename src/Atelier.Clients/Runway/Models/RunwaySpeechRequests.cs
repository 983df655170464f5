using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for text spoken.</summary>
public sealed record RunwaySpeechRequest : IRunwayRequest
{
    /// <summary><c>eleven_multilingual_v2</c>, <c>eleven_v3</c> or <c>seed_audio</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The words; at most 1,000 UTF-16 units for <c>eleven_multilingual_v2</c>.</summary>
    public required string PromptText { get; init; }

    /// <summary>Who speaks; required by the eleven models.</summary>
    public RunwayVoice? Voice { get; init; }

    /// <summary>Such as <c>en</c>, for <c>eleven_v3</c>.</summary>
    public string? LanguageCode { get; init; }

    /// <summary>0 to 4,294,967,295, for <c>eleven_v3</c>.</summary>
    public uint? Seed { get; init; }

    /// <summary>0 to 1, for <c>eleven_v3</c>.</summary>
    public double? Stability { get; init; }

    /// <summary>0 to 1, for <c>eleven_v3</c>.</summary>
    public double? SimilarityBoost { get; init; }

    /// <summary>0 to 1, for <c>eleven_v3</c>.</summary>
    public double? Style { get; init; }

    /// <summary>0.7 to 1.2, for <c>eleven_v3</c>.</summary>
    public double? Speed { get; init; }

    /// <summary>For <c>eleven_v3</c>.</summary>
    public bool? UseSpeakerBoost { get; init; }

    /// <summary><c>auto</c>, <c>on</c> or <c>off</c>, for <c>eleven_v3</c>.</summary>
    public string? ApplyTextNormalization { get; init; }

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

    private const int LongestText = 1000;

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.Text(PromptText, "promptText", 1, Model == "eleven_multilingual_v2" ? LongestText : int.MaxValue);
        if (Model is "eleven_multilingual_v2" or "eleven_v3")
        {
            RunwayCheck.Given(Voice, More, "voice", Model);
        }

        RunwayAudio.Check(OutputFormat, SampleRate);
        RunwayCheck.Among(ApplyTextNormalization, "applyTextNormalization", ["auto", "on", "off"]);
        RunwayCheck.Range(Stability, "stability", 0, 1);
        RunwayCheck.Range(SimilarityBoost, "similarityBoost", 0, 1);
        RunwayCheck.Range(Style, "style", 0, 1);
        RunwayCheck.Range(Speed, "speed", 0.7, 1.2);
        RunwayCheck.Media(Voice?.AudioUri, "voice", "audio");
    }
}

/// <summary>What <c>seed_audio</c> writes.</summary>
internal static class RunwayAudio
{
    public static void Check(string? format, int? sampleRate)
    {
        RunwayCheck.Among(format, "outputFormat", ["wav", "mp3", "ogg_opus"]);
        RunwayCheck.OneOf(sampleRate, "sampleRate", 8000, 16_000, 24_000, 32_000, 44_100, 48_000);
    }
}

/// <summary>Who speaks.</summary>
/// <param name="Type"><c>runway-preset</c> or <c>reference-audio</c>.</param>
/// <param name="PresetId">The name of a voice of the vendor's, such as <c>Maya</c>.</param>
/// <param name="AudioUri">A recording of the voice.</param>
public sealed record RunwayVoice(string Type, string? PresetId = null, string? AudioUri = null)
{
    /// <summary>A voice of the vendor's.</summary>
    public static RunwayVoice Preset(string id) => new("runway-preset", id);

    /// <summary>The voice of a recording, for <c>seed_audio</c>.</summary>
    public static RunwayVoice Recording(string uri) => new("reference-audio", AudioUri: uri);
}
