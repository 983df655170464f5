using Atelier.Clients.Runway;

namespace Atelier.Providers.Runway;

/// <summary>A request in the vendor's words: one case for each endpoint.</summary>
internal abstract record RunwaySubmission
{
    private RunwaySubmission()
    {
    }

    public sealed record ImageToVideo(RunwayVideoRequest Request) : RunwaySubmission;

    public sealed record TextToVideo(RunwayVideoRequest Request) : RunwaySubmission;

    public sealed record TextToImage(RunwayImageRequest Request) : RunwaySubmission;

    public sealed record VideoToVideo(RunwayVideoToVideoRequest Request) : RunwaySubmission;

    public sealed record CharacterPerformance(RunwayCharacterPerformanceRequest Request) : RunwaySubmission;

    public sealed record VideoUpscale(RunwayVideoUpscaleRequest Request) : RunwaySubmission;

    public sealed record VideoToHdr(RunwayVideoToHdrRequest Request) : RunwaySubmission;

    public sealed record ImageUpscale(RunwayImageUpscaleRequest Request) : RunwaySubmission;

    public sealed record TextToSpeech(RunwaySpeechRequest Request) : RunwaySubmission;

    public sealed record SoundEffect(RunwaySoundEffectRequest Request) : RunwaySubmission;

    public sealed record SpeechToSpeech(RunwaySpeechToSpeechRequest Request) : RunwaySubmission;

    public sealed record VoiceDubbing(RunwayVoiceDubbingRequest Request) : RunwaySubmission;

    public sealed record VoiceIsolation(RunwayVoiceIsolationRequest Request) : RunwaySubmission;
}

/// <summary>The input media as addresses the vendor takes (data URIs or its own), by our input names.</summary>
internal sealed record RunwayMedia
{
    public static RunwayMedia None { get; } = new();

    /// <summary>Addresses by input name, in the order given.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Uris { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Stands for media that is not prepared yet, so that a request can be checked before anything is uploaded.</summary>
    public static RunwayMedia StandIn(ProviderRequest request) => new()
    {
        Uris = request.Media.ToDictionary(
            media => media.Key, media => (IReadOnlyList<string>)[.. media.Value.Select(_ => "runway://not-uploaded-yet")], StringComparer.Ordinal),
    };

    public string Required(string name) => First(name) ?? throw new Mapping.InvalidInputException(name, $"'{name}' is required.");

    public IReadOnlyList<string> All(string name) => Uris.GetValueOrDefault(name) ?? [];

    public string? First(string name) => All(name) is [var first, ..] ? first : null;
}
