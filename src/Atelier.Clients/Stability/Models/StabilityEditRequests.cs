using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>What the services that change an image have in common.</summary>
public abstract record StabilityEditRequest : StabilityImageRequest
{
    /// <summary>0 to 4,294,967,294; 0 or none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    internal sealed override void Write(StabilityForm form)
    {
        WriteOwn(form);
        form.Seed(Seed);
        WriteFormat(form);
    }

    private protected abstract void WriteOwn(StabilityForm form);
}

/// <summary>A request to <c>edit/erase</c>: removes what the mask covers.</summary>
public sealed record StabilityEraseRequest : StabilityEditRequest
{
    /// <summary>The image: sides of at least 64, 4,096 to 9,437,184 pixels.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>White is erased, black is kept. Default: the image's own transparency.</summary>
    public VendorFile? Mask { get; init; }

    /// <summary>0 to 20 pixels by which the mask grows. The vendor's default: 5.</summary>
    public int? GrowMask { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.File("image", Image);
        form.File("mask", Mask);
        form.Integer("grow_mask", GrowMask, 0, 20);
    }
}

/// <summary>A request to <c>edit/inpaint</c>: draws anew what the mask covers.</summary>
public sealed record StabilityInpaintRequest : StabilityEditRequest
{
    /// <summary>The image: sides of at least 64, 4,096 to 9,437,184 pixels.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>What to draw, 1 to 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>White is drawn anew, black is kept. Default: the image's own transparency.</summary>
    public VendorFile? Mask { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>0 to 20 pixels by which the mask grows. The vendor's default: 5.</summary>
    public int? GrowMask { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.File("image", Image);
        form.Prompt(Prompt);
        form.File("mask", Mask);
        form.Text("negative_prompt", NegativePrompt);
        form.Integer("grow_mask", GrowMask, 0, 20);
        form.Style(StylePreset);
    }
}

/// <summary>A request to <c>edit/outpaint</c>: draws on beyond the borders. At least one border is more than 0.</summary>
public sealed record StabilityOutpaintRequest : StabilityEditRequest
{
    private const int MostPixels = 2000;

    /// <summary>The image: as for erase, with an aspect of 1:2.5 to 2.5:1.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>0 to 2,000 pixels to add on the left. The vendor's default: 0.</summary>
    public int? Left { get; init; }

    /// <summary>0 to 2,000 pixels to add on the right. The vendor's default: 0.</summary>
    public int? Right { get; init; }

    /// <summary>0 to 2,000 pixels to add above. The vendor's default: 0.</summary>
    public int? Up { get; init; }

    /// <summary>0 to 2,000 pixels to add below. The vendor's default: 0.</summary>
    public int? Down { get; init; }

    /// <summary>0 to 1. The vendor's default: 0.5.</summary>
    public double? Creativity { get; init; }

    /// <summary>What to draw there, at most 10,000 characters. Default: more of the same.</summary>
    public string? Prompt { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        StabilityLimits.Require(
            (Left ?? 0) + (Right ?? 0) + (Up ?? 0) + (Down ?? 0) != 0, "left", "or right, up or down must be more than 0.");
        form.File("image", Image);
        form.Integer("left", Left, 0, MostPixels);
        form.Integer("right", Right, 0, MostPixels);
        form.Integer("up", Up, 0, MostPixels);
        form.Integer("down", Down, 0, MostPixels);
        form.Number("creativity", Creativity, 0, 1);
        form.Text("prompt", Prompt);
        form.Style(StylePreset);
    }
}

/// <summary>What the two services have in common that find a thing by words.</summary>
public abstract record StabilitySearchRequest : StabilityEditRequest
{
    /// <summary>The image: as for erase, with an aspect of 1:2.5 to 2.5:1.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>What to draw instead, 1 to 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>0 to 20 pixels by which what was found grows. The vendor's default: 3.</summary>
    public int? GrowMask { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    private protected void WriteSearch(StabilityForm form, string field, string wanted)
    {
        form.File("image", Image);
        form.Prompt(Prompt);
        form.Text(field, wanted, 1);
        form.Text("negative_prompt", NegativePrompt);
        form.Integer("grow_mask", GrowMask, 0, 20);
        form.Style(StylePreset);
    }
}

/// <summary>A request to <c>edit/search-and-replace</c>.</summary>
public sealed record StabilitySearchAndReplaceRequest : StabilitySearchRequest
{
    /// <summary>What to replace, 1 to 10,000 characters.</summary>
    public required string SearchPrompt { get; init; }

    private protected override void WriteOwn(StabilityForm form) => WriteSearch(form, "search_prompt", SearchPrompt);
}

/// <summary>A request to <c>edit/search-and-recolor</c>.</summary>
public sealed record StabilitySearchAndRecolorRequest : StabilitySearchRequest
{
    /// <summary>What to recolour, 1 to 10,000 characters.</summary>
    public required string SelectPrompt { get; init; }

    private protected override void WriteOwn(StabilityForm form) => WriteSearch(form, "select_prompt", SelectPrompt);
}

/// <summary>A request to <c>edit/remove-background</c>. The format is <c>png</c> or <c>webp</c>.</summary>
public sealed record StabilityRemoveBackgroundRequest : StabilityImageRequest
{
    /// <summary>The image: sides of at least 64, 4,096 to 4,194,304 pixels.</summary>
    public required VendorFile Image { get; init; }

    internal override void Write(StabilityForm form)
    {
        form.File("image", Image);
        form.Choice("output_format", OutputFormat, StabilityLimits.CutOutFormats);
    }
}

/// <summary>A request to <c>edit/replace-background-and-relight</c>. A background is told by words, by an image or by both.</summary>
public sealed record StabilityRelightRequest : StabilityEditRequest
{
    private static readonly string[] Directions = ["left", "right", "above", "below"];

    /// <summary>The image whose subject stays: as for erase, with an aspect of 1:2.5 to 2.5:1.</summary>
    public required VendorFile SubjectImage { get; init; }

    /// <summary>The new background in words, at most 10,000 characters.</summary>
    public string? BackgroundPrompt { get; init; }

    /// <summary>An image whose style the background takes.</summary>
    public VendorFile? BackgroundReference { get; init; }

    /// <summary>What the subject is, to keep the background from bleeding into it.</summary>
    public string? ForegroundPrompt { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>0 to 1. The vendor's default: 0.6.</summary>
    public double? PreserveOriginalSubject { get; init; }

    /// <summary>0 to 1. The vendor's default: 0.5.</summary>
    public double? OriginalBackgroundDepth { get; init; }

    /// <summary>Whether only the light changes. The vendor's default: false.</summary>
    public bool? KeepOriginalBackground { get; init; }

    /// <summary><c>left</c>, <c>right</c>, <c>above</c> or <c>below</c>.</summary>
    public string? LightSourceDirection { get; init; }

    /// <summary>An image whose light is taken.</summary>
    public VendorFile? LightReference { get; init; }

    /// <summary>0 to 1; needs a direction or a reference. The vendor's default: 0.3.</summary>
    public double? LightSourceStrength { get; init; }

    internal override string FileField => "subject_image";

    private protected override void WriteOwn(StabilityForm form)
    {
        StabilityLimits.Require(
            BackgroundPrompt is not null || BackgroundReference is not null, "background_prompt", "or background_reference is required.");
        StabilityLimits.Require(
            LightSourceStrength is null || LightSourceDirection is not null || LightReference is not null,
            "light_source_strength",
            "needs light_source_direction or light_reference.");
        form.File("subject_image", SubjectImage);
        form.Text("background_prompt", BackgroundPrompt);
        form.File("background_reference", BackgroundReference);
        form.Text("foreground_prompt", ForegroundPrompt);
        form.Text("negative_prompt", NegativePrompt);
        form.Number("preserve_original_subject", PreserveOriginalSubject, 0, 1);
        form.Number("original_background_depth", OriginalBackgroundDepth, 0, 1);
        form.Text("keep_original_background", KeepOriginalBackground is { } keep ? (keep ? "true" : "false") : null);
        form.Choice("light_source_direction", LightSourceDirection, Directions);
        form.File("light_reference", LightReference);
        form.Number("light_source_strength", LightSourceStrength, 0, 1);
    }
}
