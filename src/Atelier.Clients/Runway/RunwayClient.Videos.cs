using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    /// <summary><c>POST /v1/image_to_video</c>: a video that starts from a picture.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> ImageToVideoAsync(
        RunwayVideoRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("image_to_video", request, RunwayWire.Requests.RunwayVideoRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/text_to_video</c>: a video from text, or from references.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> TextToVideoAsync(
        RunwayVideoRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("text_to_video", request, RunwayWire.Requests.RunwayVideoRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/video_to_video</c>: a video made anew, carried on or edited.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> VideoToVideoAsync(
        RunwayVideoToVideoRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("video_to_video", request, RunwayWire.Requests.RunwayVideoToVideoRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/character_performance</c>: a character that moves as a person in a video does.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> CharacterPerformanceAsync(
        RunwayCharacterPerformanceRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("character_performance", request, RunwayWire.Requests.RunwayCharacterPerformanceRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/video_upscale</c>: a video in more pixels, or in more frames a second.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> VideoUpscaleAsync(
        RunwayVideoUpscaleRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("video_upscale", request, RunwayWire.Requests.RunwayVideoUpscaleRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/video_to_hdr</c>: a video in high dynamic range.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> VideoToHdrAsync(
        RunwayVideoToHdrRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("video_to_hdr", request, RunwayWire.Requests.RunwayVideoToHdrRequest, submitPolicy, cancellationToken);
}
