using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    /// <summary><c>POST /v1/text_to_image</c>: pictures from text, with or without pictures to refer to.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> TextToImageAsync(
        RunwayImageRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("text_to_image", request, RunwayWire.Requests.RunwayImageRequest, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/image_upscale</c>: a picture in more pixels.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the range the vendor takes; the parameter name is the field.</exception>
    public Task<RunwayCreated> ImageUpscaleAsync(
        RunwayImageUpscaleRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce,
        CancellationToken cancellationToken = default) =>
        CreateAsync("image_upscale", request, RunwayWire.Requests.RunwayImageUpscaleRequest, submitPolicy, cancellationToken);
}
