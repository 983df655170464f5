using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>Says requests for speech and sounds in the vendor's words. Pure.</summary>
internal static class RunwayAudioMapper
{
    private const string Audio = "audio";
    private const string Video = "video";

    public static RunwaySubmission Map(RunwayEndpoint endpoint, ProviderRequest request, RunwayMedia media)
    {
        var input = new InputReader(request.Input);
        input.Skip(Audio, Video);
        return endpoint switch
        {
            RunwayEndpoint.TextToSpeech => new RunwaySubmission.TextToSpeech(Speech(request, input, media)),
            RunwayEndpoint.SoundEffect => new RunwaySubmission.SoundEffect(Sound(request, input, media)),
            RunwayEndpoint.SpeechToSpeech => new RunwaySubmission.SpeechToSpeech(OtherVoice(request, input, media)),
            RunwayEndpoint.VoiceDubbing => new RunwaySubmission.VoiceDubbing(Dubbing(request, input, media)),
            RunwayEndpoint.VoiceIsolation => new RunwaySubmission.VoiceIsolation(Isolation(request, input, media)),
            _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
        };
    }

    private static RunwaySpeechRequest Speech(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        RunwayRequestMapper.RefuseUnusedMedia(request, Audio);
        var speech = new RunwaySpeechRequest
        {
            Model = request.VendorModel,
            PromptText = input.RequiredText("text"),
            Voice = Voice(input, media),
            LanguageCode = input.Text("language"),
            Seed = RunwayRequestMapper.Seed(input),
            Speed = input.Number("speed"),
            OutputFormat = Format(request, input),
        };
        return speech with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    private static RunwaySoundEffectRequest Sound(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        RunwayRequestMapper.RefuseUnusedMedia(request, Audio);
        var sounds = media.All(Audio);
        var sound = new RunwaySoundEffectRequest
        {
            Model = request.VendorModel,
            PromptText = input.RequiredText("prompt"),
            Duration = input.Number("duration"),
            ReferenceAudios = sounds.Count > 0 ? sounds : null,
            OutputFormat = Format(request, input),
        };
        return sound with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    private static RunwaySpeechToSpeechRequest OtherVoice(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        RunwayRequestMapper.RefuseUnusedMedia(request, Audio, Video);
        var recording = (media.First(Audio), media.First(Video)) switch
        {
            (not null, not null) => throw new InvalidInputException(Video, "'audio' and 'video' mean the same; give one of them."),
            (null, { } film) => RunwayMediaReference.Video(film),
            _ => RunwayMediaReference.Audio(media.Required(Audio)),
        };
        var speech = new RunwaySpeechToSpeechRequest
        {
            Model = request.VendorModel,
            Media = recording,
            Voice = RunwayVoice.Preset(input.RequiredText("voice")),
        };
        return speech with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    private static RunwayVoiceDubbingRequest Dubbing(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        RunwayRequestMapper.RefuseUnusedMedia(request, Audio);
        var dubbing = new RunwayVoiceDubbingRequest
        {
            Model = request.VendorModel,
            AudioUri = media.Required(Audio),
            TargetLang = input.RequiredText("target_language"),
        };
        return dubbing with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    private static RunwayVoiceIsolationRequest Isolation(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        RunwayRequestMapper.RefuseUnusedMedia(request, Audio);
        var isolation = new RunwayVoiceIsolationRequest { Model = request.VendorModel, AudioUri = media.Required(Audio) };
        return isolation with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    /// <summary>A recording of a voice, or the name of one of the vendor's.</summary>
    private static RunwayVoice? Voice(InputReader input, RunwayMedia media)
    {
        var name = input.Text("voice");
        if (media.First(Audio) is not { } recording)
        {
            return name is null ? null : RunwayVoice.Preset(name);
        }

        return name is null
            ? RunwayVoice.Recording(recording)
            : throw new InvalidInputException("voice", "'voice' and 'audio' mean the same; give one of them.");
    }

    /// <summary>The eleven models always make MP3 and have no word for it; the others are told.</summary>
    private static string? Format(ProviderRequest request, InputReader input) => input.Text("format") switch
    {
        null => null,
        "mp3" when request.VendorModel.StartsWith("eleven", StringComparison.Ordinal) => null,
        _ when request.VendorModel.StartsWith("eleven", StringComparison.Ordinal) =>
            throw new InvalidInputException("format", $"{request.VendorModel} makes mp3 only."),
        "opus" => "ogg_opus",
        var format => format,
    };
}
