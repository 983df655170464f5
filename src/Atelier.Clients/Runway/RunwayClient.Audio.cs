using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    /// <summary><c>POST /v1/text_to_speech</c>: text spoken.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> TextToSpeechAsync(
        RunwaySpeechRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("text_to_speech", request, RunwayWire.Requests.RunwaySpeechRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/sound_effect</c>: a sound from its description.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> SoundEffectAsync(
        RunwaySoundEffectRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("sound_effect", request, RunwayWire.Requests.RunwaySoundEffectRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/speech_to_speech</c>: a recording spoken by another voice.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> SpeechToSpeechAsync(
        RunwaySpeechToSpeechRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("speech_to_speech", request, RunwayWire.Requests.RunwaySpeechToSpeechRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/voice_dubbing</c>: a recording spoken in another language.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> VoiceDubbingAsync(
        RunwayVoiceDubbingRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("voice_dubbing", request, RunwayWire.Requests.RunwayVoiceDubbingRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/voice_isolation</c>: the voice of a recording without what else is heard.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> VoiceIsolationAsync(
        RunwayVoiceIsolationRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("voice_isolation", request, RunwayWire.Requests.RunwayVoiceIsolationRequest, submitPolicy, cancellationToken);
}
