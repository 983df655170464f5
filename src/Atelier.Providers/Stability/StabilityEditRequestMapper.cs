using Atelier.Clients.Stability;

namespace Atelier.Providers.Stability;

/// <summary>Edit, upscale and control in the vendor's words. Pure.</summary>
internal static class StabilityEditRequestMapper
{
    public static StabilityImageRequest Map(StabilityRoute route, StabilityInput input)
    {
        StabilityImageRequest request = route switch
        {
            StabilityRoute.Erase => new StabilityEraseRequest
            {
                Image = input.RequiredFile("image"), Mask = input.File("mask"), GrowMask = input.Integer("grow_mask"),
            },
            StabilityRoute.Inpaint => Inpaint(input),
            StabilityRoute.Outpaint => Outpaint(input),
            StabilityRoute.SearchAndReplace => Replace(input),
            StabilityRoute.SearchAndRecolor => Recolor(input),
            StabilityRoute.RemoveBackground => new StabilityRemoveBackgroundRequest { Image = input.RequiredFile("image") },
            StabilityRoute.Relight => Relight(input),
            StabilityRoute.UpscaleFast => new StabilityFastUpscaleRequest { Image = input.RequiredFile("image") },
            StabilityRoute.UpscaleConservative => Conservative(input),
            StabilityRoute.UpscaleCreative => Creative(input),
            StabilityRoute.ControlSketch or StabilityRoute.ControlStructure => Control(input),
            StabilityRoute.ControlStyle => Style(input),
            StabilityRoute.ControlStyleTransfer => StyleTransfer(input),
            _ => throw new InvalidOperationException($"{route} has no mapping."),
        };
        request = request with { OutputFormat = input.Format() };
        return request is StabilityEditRequest edit ? edit with { Seed = input.Seed() } : request;
    }

    private static StabilityInpaintRequest Inpaint(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Prompt = input.Prompt,
        Mask = input.File("mask"),
        NegativePrompt = input.Text("negative_prompt"),
        GrowMask = input.Integer("grow_mask"),
        StylePreset = input.Style(),
    };

    private static StabilityOutpaintRequest Outpaint(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Left = input.Integer("left"),
        Right = input.Integer("right"),
        Up = input.Integer("up"),
        Down = input.Integer("down"),
        Creativity = input.Number("creativity"),
        Prompt = input.Text("prompt"),
        StylePreset = input.Style(),
    };

    private static StabilitySearchAndReplaceRequest Replace(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Prompt = input.Prompt,
        SearchPrompt = input.Values.RequiredText("search_prompt"),
        NegativePrompt = input.Text("negative_prompt"),
        GrowMask = input.Integer("grow_mask"),
        StylePreset = input.Style(),
    };

    private static StabilitySearchAndRecolorRequest Recolor(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Prompt = input.Prompt,
        SelectPrompt = input.Values.RequiredText("select_prompt"),
        NegativePrompt = input.Text("negative_prompt"),
        GrowMask = input.Integer("grow_mask"),
        StylePreset = input.Style(),
    };

    private static StabilityRelightRequest Relight(StabilityInput input)
    {
        var (direction, reference, strength) = (input.Text("light_source_direction"), input.File("light_reference"),
            input.Number("light_source_strength"));
        return new StabilityRelightRequest
        {
            SubjectImage = input.RequiredFile("image"),
            BackgroundPrompt = input.Text("background_prompt"),
            BackgroundReference = input.File("background_reference"),
            ForegroundPrompt = input.Text("foreground_prompt"),
            NegativePrompt = input.Text("negative_prompt"),
            PreserveOriginalSubject = input.Number("preserve_original_subject"),
            OriginalBackgroundDepth = input.Number("original_background_depth"),
            KeepOriginalBackground = input.Values.Flag("keep_original_background"),
            LightSourceDirection = direction,
            LightReference = reference,
            LightSourceStrength = strength,
        };
    }

    private static StabilityConservativeUpscaleRequest Conservative(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Prompt = input.Prompt,
        NegativePrompt = input.Text("negative_prompt"),
        Creativity = input.Number("creativity"),
    };

    private static StabilityCreativeUpscaleRequest Creative(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Prompt = input.Prompt,
        NegativePrompt = input.Text("negative_prompt"),
        Creativity = input.Number("creativity"),
        StylePreset = input.Style(),
    };

    private static StabilityControlRequest Control(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Prompt = input.Prompt,
        ControlStrength = input.Number("control_strength"),
        NegativePrompt = input.Text("negative_prompt"),
        StylePreset = input.Style(),
    };

    private static StabilityStyleRequest Style(StabilityInput input) => new()
    {
        Image = input.RequiredFile("image"),
        Prompt = input.Prompt,
        NegativePrompt = input.Text("negative_prompt"),
        AspectRatio = input.Text("aspect_ratio"),
        Fidelity = input.Number("fidelity"),
        StylePreset = input.Style(),
    };

    private static StabilityStyleTransferRequest StyleTransfer(StabilityInput input) => new()
    {
        InitImage = input.RequiredFile("image"),
        StyleImage = input.RequiredFile("style_image"),
        Prompt = input.Text("prompt"),
        NegativePrompt = input.Text("negative_prompt"),
        StyleStrength = input.Number("style_strength"),
        CompositionFidelity = input.Number("composition_fidelity"),
        ChangeStrength = input.Number("change_strength"),
    };
}
