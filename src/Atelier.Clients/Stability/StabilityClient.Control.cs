using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v2beta/stable-image/control</c>: images led by another image.</summary>
public sealed partial class StabilityClient
{
    /// <summary><c>POST /v2beta/stable-image/control/sketch</c>: a finished image from a sketch.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> ControlSketchAsync(
        StabilityControlRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("control/sketch", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/control/structure</c>: another image of the same structure.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> ControlStructureAsync(
        StabilityControlRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("control/structure", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/control/style</c>: a new image in the style of a given one.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> ControlStyleAsync(
        StabilityStyleRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("control/style", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/control/style-transfer</c>: a given image in the style of another.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> ControlStyleTransferAsync(
        StabilityStyleTransferRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("control/style-transfer", request, submitPolicy, cancellationToken);
}
