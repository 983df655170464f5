using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v2beta/stable-image/upscale</c>: larger images.</summary>
public sealed partial class StabilityClient
{
    /// <summary><c>POST /v2beta/stable-image/upscale/fast</c>: four times each side, in about a second.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> UpscaleFastAsync(
        StabilityFastUpscaleRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("upscale/fast", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/upscale/conservative</c>: four megapixels, little changed.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> UpscaleConservativeAsync(
        StabilityConservativeUpscaleRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("upscale/conservative", request, submitPolicy, cancellationToken);

    /// <summary>
    /// <c>POST /v2beta/stable-image/upscale/creative</c>: 4K, with new details. Gives the id for <see cref="GetResultAsync"/>.
    /// </summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<string> UpscaleCreativeAsync(
        StabilityCreativeUpscaleRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        StartAsync("upscale/creative", StableImage + "upscale/creative", request, submitPolicy, cancellationToken);

    /// <summary><c>GET /v2beta/stable-image/upscale/creative/result/{id}</c>: the older path of <see cref="GetResultAsync"/>.</summary>
    /// <inheritdoc cref="GetResultAsync"/>
    public Task<StabilityMedia?> GetUpscaleCreativeResultAsync(
        string id, StabilityAnswer answer = StabilityAnswer.Bytes, CancellationToken cancellationToken = default) =>
        FetchAsync("upscale/creative/result", $"{StableImage}upscale/creative/result/{Segment(id)}", Png, Accepting(answer, "image/*"),
            cancellationToken);
}
