using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v2beta/stable-image/edit</c>: changes to an image.</summary>
public sealed partial class StabilityClient
{
    /// <summary><c>POST /v2beta/stable-image/edit/erase</c>: removes what a mask covers.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> EraseAsync(
        StabilityEraseRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("edit/erase", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/edit/inpaint</c>: draws anew what a mask covers.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> InpaintAsync(
        StabilityInpaintRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("edit/inpaint", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/edit/outpaint</c>: draws on beyond the borders.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> OutpaintAsync(
        StabilityOutpaintRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("edit/outpaint", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/edit/search-and-replace</c>: replaces what words find.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> SearchAndReplaceAsync(
        StabilitySearchAndReplaceRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("edit/search-and-replace", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/edit/search-and-recolor</c>: recolours what words find.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> SearchAndRecolorAsync(
        StabilitySearchAndRecolorRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("edit/search-and-recolor", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/edit/remove-background</c>: leaves the subject alone.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> RemoveBackgroundAsync(
        StabilityRemoveBackgroundRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyImageAsync("edit/remove-background", request, submitPolicy, cancellationToken);

    /// <summary>
    /// <c>POST /v2beta/stable-image/edit/replace-background-and-relight</c>: another background, and light that fits it. Gives the id
    /// for <see cref="GetResultAsync"/>.
    /// </summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<string> ReplaceBackgroundAndRelightAsync(
        StabilityRelightRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        StartAsync("edit/replace-background-and-relight", StableImage + "edit/replace-background-and-relight", request, submitPolicy,
            cancellationToken);
}
