using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v2beta/3d</c>: textured meshes of the thing in an image, as binary glTF.</summary>
public sealed partial class StabilityClient
{
    private const string Glb = "model/gltf-binary";

    /// <summary><c>POST /v2beta/3d/stable-fast-3d</c>: Stable Fast 3D.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> StableFast3DAsync(
        StabilityFast3DRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyAsync("3d/stable-fast-3d", "v2beta/3d/stable-fast-3d", request, Glb, "*/*", submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/3d/stable-point-aware-3d</c>: Stable Point Aware 3D.</summary>
    /// <inheritdoc cref="GenerateCoreAsync"/>
    public Task<StabilityMedia> StablePointAware3DAsync(
        StabilityPointAware3DRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        BuyAsync("3d/stable-point-aware-3d", "v2beta/3d/stable-point-aware-3d", request, Glb, "*/*", submitPolicy, cancellationToken);
}
