namespace Atelier.Providers.Stability;

/// <summary>Which of the vendor's services makes the picture or video.</summary>
internal enum StabilityRoute
{
    /// <summary>v1 text to image, by engine id.</summary>
    V1 = 1,

    /// <summary>Stable Image Core.</summary>
    Core = 2,

    /// <summary>Stable Image Ultra, with or without an image to start from.</summary>
    Ultra = 3,

    /// <summary>Stable Diffusion 3.5, with or without an image to start from.</summary>
    Sd3 = 4,

    /// <summary>Stable Video, which the vendor withdrew on 2025-07-24.</summary>
    ImageToVideo = 5,
}

internal static class StabilityRoutes
{
    /// <summary>The route the catalogue names, or else the one that the vendor's model name tells.</summary>
    /// <exception cref="Mapping.InvalidInputException">Neither tells.</exception>
    public static StabilityRoute Of(ProviderRequest request) => (request.Route ?? ByModel(request.VendorModel)) switch
    {
        "v1" => StabilityRoute.V1,
        "core" => StabilityRoute.Core,
        "ultra" => StabilityRoute.Ultra,
        "sd3" => StabilityRoute.Sd3,
        "image-to-video" => StabilityRoute.ImageToVideo,
        var route => throw new Mapping.InvalidInputException(
            "model", $"Stability AI has no route '{route}' for the model '{request.VendorModel}'."),
    };

    private static string? ByModel(string model) => model switch
    {
        "core" or "stable-image-core" => "core",
        "ultra" or "stable-image-ultra" => "ultra",
        _ when model.StartsWith("sd3", StringComparison.Ordinal) => "sd3",
        _ when model.StartsWith("stable-diffusion-", StringComparison.Ordinal) => "v1",
        _ when model.StartsWith("stable-video", StringComparison.Ordinal) => "image-to-video",
        _ => null,
    };
}
