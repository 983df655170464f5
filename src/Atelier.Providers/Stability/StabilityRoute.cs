using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>Which of the vendor's services does the work.</summary>
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

    /// <summary>v1 image to image, by engine id.</summary>
    V1Image,

    /// <summary>v1 image to image with a mask, by engine id.</summary>
    V1Masking,

    /// <summary>The retired v1 upscaler.</summary>
    V1Upscale,

    /// <summary>Removes what a mask covers.</summary>
    Erase,

    /// <summary>Draws anew what a mask covers.</summary>
    Inpaint,

    /// <summary>Draws on beyond the borders.</summary>
    Outpaint,

    /// <summary>Replaces what words find.</summary>
    SearchAndReplace,

    /// <summary>Recolours what words find.</summary>
    SearchAndRecolor,

    /// <summary>Leaves the subject alone.</summary>
    RemoveBackground,

    /// <summary>Another background and its light; fetched later.</summary>
    Relight,

    /// <summary>Four times each side.</summary>
    UpscaleFast,

    /// <summary>Four megapixels, little changed.</summary>
    UpscaleConservative,

    /// <summary>4K with new details; fetched later.</summary>
    UpscaleCreative,

    /// <summary>A finished picture from a sketch.</summary>
    ControlSketch,

    /// <summary>Another picture of the same structure.</summary>
    ControlStructure,

    /// <summary>A new picture in the style of a given one.</summary>
    ControlStyle,

    /// <summary>A given picture in the style of another.</summary>
    ControlStyleTransfer,

    /// <summary>Stable Fast 3D.</summary>
    StableFast3D,

    /// <summary>Stable Point Aware 3D.</summary>
    StablePointAware3D,

    /// <summary>Stable Audio 2 and 2.5 from words.</summary>
    TextToAudio,

    /// <summary>Stable Audio 2 and 2.5 over a recording.</summary>
    AudioToAudio,

    /// <summary>Stable Audio 2 and 2.5 within a recording.</summary>
    AudioInpaint,

    /// <summary>Stable Audio 3 from words; fetched later.</summary>
    TextToAudio3,

    /// <summary>Stable Audio 3 over a recording; fetched later.</summary>
    AudioToAudio3,

    /// <summary>Stable Audio 3 within a recording; fetched later.</summary>
    AudioInpaint3,
}

internal static class StabilityRoutes
{
    private static readonly Dictionary<string, StabilityRoute> ByName = new(StringComparer.Ordinal)
    {
        ["v1"] = StabilityRoute.V1,
        ["v1-image-to-image"] = StabilityRoute.V1Image,
        ["v1-masking"] = StabilityRoute.V1Masking,
        ["v1-upscale"] = StabilityRoute.V1Upscale,
        ["core"] = StabilityRoute.Core,
        ["ultra"] = StabilityRoute.Ultra,
        ["sd3"] = StabilityRoute.Sd3,
        ["image-to-video"] = StabilityRoute.ImageToVideo,
        ["erase"] = StabilityRoute.Erase,
        ["inpaint"] = StabilityRoute.Inpaint,
        ["outpaint"] = StabilityRoute.Outpaint,
        ["search-and-replace"] = StabilityRoute.SearchAndReplace,
        ["search-and-recolor"] = StabilityRoute.SearchAndRecolor,
        ["remove-background"] = StabilityRoute.RemoveBackground,
        ["replace-background-and-relight"] = StabilityRoute.Relight,
        ["upscale-fast"] = StabilityRoute.UpscaleFast,
        ["upscale-conservative"] = StabilityRoute.UpscaleConservative,
        ["upscale-creative"] = StabilityRoute.UpscaleCreative,
        ["control-sketch"] = StabilityRoute.ControlSketch,
        ["control-structure"] = StabilityRoute.ControlStructure,
        ["control-style"] = StabilityRoute.ControlStyle,
        ["control-style-transfer"] = StabilityRoute.ControlStyleTransfer,
        ["stable-fast-3d"] = StabilityRoute.StableFast3D,
        ["stable-point-aware-3d"] = StabilityRoute.StablePointAware3D,
        ["text-to-audio"] = StabilityRoute.TextToAudio,
        ["audio-to-audio"] = StabilityRoute.AudioToAudio,
        ["audio-inpaint"] = StabilityRoute.AudioInpaint,
        ["text-to-audio-3"] = StabilityRoute.TextToAudio3,
        ["audio-to-audio-3"] = StabilityRoute.AudioToAudio3,
        ["audio-inpaint-3"] = StabilityRoute.AudioInpaint3,
    };

    /// <summary>The names a catalogue may give.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The route the catalogue names, or else the one that the vendor's model name tells.</summary>
    /// <exception cref="InvalidInputException">Neither tells.</exception>
    public static StabilityRoute Of(ProviderRequest request)
    {
        var name = request.Route ?? ByModel(request.VendorModel);
        return name is not null && ByName.TryGetValue(name, out var route)
            ? route
            : throw new InvalidInputException("model", $"Stability AI has no route '{name}' for the model '{request.VendorModel}'.");
    }

    private static string? ByModel(string model) => model switch
    {
        "core" or "stable-image-core" => "core",
        "ultra" or "stable-image-ultra" => "ultra",
        "stable-fast-3d" or "stable-point-aware-3d" => model,
        "stable-audio-2" or "stable-audio-2.5" => "text-to-audio",
        "stable-audio-3" => "text-to-audio-3",
        _ when model.StartsWith("sd3", StringComparison.Ordinal) => "sd3",
        _ when model.StartsWith("stable-diffusion-", StringComparison.Ordinal) => "v1",
        _ when model.StartsWith("stable-video", StringComparison.Ordinal) => "image-to-video",
        _ => null,
    };
}
