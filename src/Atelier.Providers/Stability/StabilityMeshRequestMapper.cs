using System.Globalization;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>The 3D services in the vendor's words. Pure.</summary>
internal static class StabilityMeshRequestMapper
{
    public static Stability3DRequest Map(StabilityRoute route, StabilityInput input)
    {
        if (input.Text("format") is { } format && format != "glb")
        {
            throw new InvalidInputException("format", "This model gives glb only.");
        }

        Stability3DRequest request = route == StabilityRoute.StableFast3D ? Fast(input) : PointAware(input);
        return request with
        {
            TextureResolution = input.Integer("texture_resolution")?.ToString(CultureInfo.InvariantCulture), Remesh = input.Text("remesh"),
        };
    }

    private static StabilityFast3DRequest Fast(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"), ForegroundRatio = input.Number("foreground_ratio"),
            VertexCount = input.Integer("vertex_count"),
    };

    private static StabilityPointAware3DRequest PointAware(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        ForegroundRatio = input.Number("foreground_ratio"),
        TargetType = input.Text("target_type"),
        TargetCount = input.Integer("target_count"),
        GuidanceScale = input.Number("guidance_scale"),
        Seed = input.Seed(),
    };
}
