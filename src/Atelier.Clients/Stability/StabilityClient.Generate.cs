using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v2beta/stable-image/generate</c>: images from text, or from text and an image.</summary>
public sealed partial class StabilityClient
{
    /// <summary><c>POST /v2beta/stable-image/generate/core</c>: Stable Image Core.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at least once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the vendor's range; its parameter is the vendor's name of the
    /// field.</exception>
    /// <exception cref="VendorException">The call failed.</exception>
    public Task<StabilityMedia> GenerateCoreAsync(
        StabilityCoreRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("generate/core", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/generate/ultra</c>: Stable Image Ultra.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> GenerateUltraAsync(
        StabilityUltraRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("generate/ultra", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/generate/sd3</c>: the Stable Diffusion 3.5 models.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> GenerateSd3Async(
        StabilitySd3Request request, SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce, CancellationToken cancellationToken = default) =>
        BuyImageAsync("generate/sd3", request, submitPolicy, cancellationToken);
}
