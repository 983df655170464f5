using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>
/// <c>/v2beta/audio</c>: music and sounds. Stable Audio 2 and 2.5 answer with them, Stable Audio 3 keeps them for 24 hours.
/// </summary>
public sealed partial class StabilityClient
{
    /// <summary><c>POST /v2beta/audio/stable-audio-2/text-to-audio</c>: Stable Audio 2 or 2.5.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> TextToAudioAsync(
        StabilityTextToAudioRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyAudioAsync("text-to-audio", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/audio/stable-audio-2/audio-to-audio</c>: another version of a recording.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> AudioToAudioAsync(
        StabilityAudioToAudioRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyAudioAsync("audio-to-audio", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/audio/stable-audio-2/inpaint</c>: a stretch of a recording played anew.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> AudioInpaintAsync(
        StabilityAudioInpaintRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyAudioAsync("inpaint", request, submitPolicy, cancellationToken);

    /// <summary>
    /// <c>POST /v2beta/audio/stable-audio/text-to-audio</c>: starts Stable Audio 3. Gives the id for <see cref="GetAudioResultAsync"/>.
    /// </summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<string> TextToAudio3Async(
        StabilityAudio3Request request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        StartAsync("audio-3/text-to-audio", "v2beta/audio/stable-audio/text-to-audio", request, submitPolicy, cancellationToken);

    /// <summary>
    /// <c>POST /v2beta/audio/stable-audio/audio-to-audio</c>: starts another version of a recording. Gives the id for <see
    /// cref="GetAudioResultAsync"/>.
    /// </summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<string> AudioToAudio3Async(
        StabilityAudio3ToAudioRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        StartAsync("audio-3/audio-to-audio", "v2beta/audio/stable-audio/audio-to-audio", request, submitPolicy, cancellationToken);

    /// <summary>
    /// <c>POST /v2beta/audio/stable-audio/inpaint</c>: starts to play a stretch of a recording anew. Gives the id for <see
    /// cref="GetAudioResultAsync"/>.
    /// </summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<string> AudioInpaint3Async(
        StabilityAudio3InpaintRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        StartAsync("audio-3/inpaint", "v2beta/audio/stable-audio/inpaint", request, submitPolicy, cancellationToken);

    /// <summary><c>GET /v2beta/audio/results/{id}</c>: the recording, or null while it is being made.</summary>
    /// <inheritdoc cref="GetResultAsync"/>
    public Task<StabilityMedia?> GetAudioResultAsync(
        string id, StabilityAnswer answer = StabilityAnswer.Bytes, CancellationToken cancellationToken = default) =>
        FetchAsync("audio/results", $"v2beta/audio/results/{Segment(id)}", Mp3, Accepting(answer, "audio/*"), cancellationToken);

    /// <summary><c>GET /v2beta/audio/results/{id}</c>: the open recording, never held in memory, or null while it is being made.</summary>
    /// <exception cref="VendorNotFoundException">Unknown, expired, or started with another key.</exception>
    public Task<StabilityOpenMedia?> OpenAudioResultAsync(string id, CancellationToken cancellationToken = default) =>
        OpenAsync("audio/results", $"v2beta/audio/results/{Segment(id)}", "audio", "audio/*", cancellationToken);

    /// <summary>Asks for a recording until it is there.</summary>
    /// <inheritdoc cref="WaitForResultAsync"/>
    public Task<StabilityMedia> WaitForAudioResultAsync(
        string id,
        TimeSpan maxWait,
        TimeSpan pollInterval = default,
        StabilityAnswer answer = StabilityAnswer.Bytes,
        CancellationToken cancellationToken = default) =>
        PollAsync("audio/results", token => GetAudioResultAsync(id, answer, token), maxWait, pollInterval, cancellationToken);

    private const string Mp3 = "audio/mpeg";

    private Task<StabilityMedia> BuyAudioAsync(
        string service, StabilityTextToAudioRequest request, SubmitPolicy submitPolicy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var type = request.OutputFormat == "wav" ? "audio/wav" : Mp3;
        var path = $"v2beta/audio/stable-audio-2/{service}";
        return BuyAsync($"audio/{service}", path, request, type, Accepting(request.Answer, "audio/*"), submitPolicy, cancellationToken);
    }
}
