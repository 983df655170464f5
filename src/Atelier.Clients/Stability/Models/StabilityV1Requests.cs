using System.Globalization;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>What the v1 services that start from an image have in common.</summary>
public abstract record StabilityV1ImageRequest : StabilityRequest
{
    /// <summary>At least one prompt; those with a negative weight say what to avoid.</summary>
    public required IReadOnlyList<StabilityTextPrompt> TextPrompts { get; init; }

    /// <summary>The image; SDXL takes only certain sizes, which are also those of the result.</summary>
    public required VendorFile InitImage { get; init; }

    /// <summary>0 to 35: how closely to follow the prompt. The vendor's default: 7.</summary>
    public double? CfgScale { get; init; }

    /// <summary>Such as <c>FAST_BLUE</c>. The vendor's default: <c>NONE</c>.</summary>
    public string? ClipGuidancePreset { get; init; }

    /// <summary>Such as <c>K_DPMPP_2M</c>; none lets the vendor choose.</summary>
    public string? Sampler { get; init; }

    /// <summary>How many images, 1 to 10; more than one only as JSON. The vendor's default: 1.</summary>
    public int? Samples { get; init; }

    /// <summary>0 to 4,294,967,295; 0 or none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>10 to 150. The vendor's default: 30.</summary>
    public int? Steps { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    /// <summary>Experimental settings of the engine; an object, sent as its JSON. Default: none.</summary>
    public JsonElement? Extras { get; init; }

    /// <summary>How the images come back. Default: JSON, since bytes carry only one.</summary>
    public StabilityAnswer Answer { get; init; } = StabilityAnswer.Json;

    internal override string FileField => "init_image";

    internal sealed override void Write(StabilityForm form)
    {
        StabilityV1.CheckPrompts(TextPrompts);
        StabilityV1.CheckSamples(Samples, Answer);
        form.File("init_image", InitImage);
        for (var index = 0; index < TextPrompts.Count; index++)
        {
            form.Add(string.Create(CultureInfo.InvariantCulture, $"text_prompts[{index}][text]"), TextPrompts[index].Text);
            form.Number(
                string.Create(CultureInfo.InvariantCulture, $"text_prompts[{index}][weight]"), TextPrompts[index].Weight, double.MinValue,
                    double.MaxValue);
        }

        WriteOwn(form);
        form.Number("cfg_scale", CfgScale, 0, 35);
        form.Choice("clip_guidance_preset", ClipGuidancePreset, StabilityLimits.GuidancePresets);
        form.Choice("sampler", Sampler, StabilityLimits.Samplers);
        form.Integer("samples", Samples, 1, 10);
        form.Integer("seed", Seed, 0, uint.MaxValue);
        form.Integer("steps", Steps, 10, 150);
        form.Style(StylePreset);
        form.Object("extras", Extras);
    }

    private protected abstract void WriteOwn(StabilityForm form);
}

/// <summary>A request to the v1 image-to-image service.</summary>
public sealed record StabilityImageToImageRequest : StabilityV1ImageRequest
{
    private static readonly string[] Modes = ["IMAGE_STRENGTH", "STEP_SCHEDULE"];

    /// <summary><c>IMAGE_STRENGTH</c> (the vendor's default) or <c>STEP_SCHEDULE</c>.</summary>
    public string? InitImageMode { get; init; }

    /// <summary>0 to 1; near 1 keeps close to the image. The vendor's default: 0.35. Only for <c>IMAGE_STRENGTH</c>.</summary>
    public double? ImageStrength { get; init; }

    /// <summary>0 to 1. The vendor's default: 0.65. Only for <c>STEP_SCHEDULE</c>.</summary>
    public double? StepScheduleStart { get; init; }

    /// <summary>0 to 1. Only for <c>STEP_SCHEDULE</c>.</summary>
    public double? StepScheduleEnd { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.Choice("init_image_mode", InitImageMode, Modes);
        form.Number("image_strength", ImageStrength, 0, 1);
        form.Number("step_schedule_start", StepScheduleStart, 0, 1);
        form.Number("step_schedule_end", StepScheduleEnd, 0, 1);
    }
}

/// <summary>A request to the v1 masking service: draws anew what the mask tells.</summary>
public sealed record StabilityMaskingRequest : StabilityV1ImageRequest
{
    private const string FromAlpha = "INIT_IMAGE_ALPHA";

    private static readonly string[] Sources = ["MASK_IMAGE_WHITE", "MASK_IMAGE_BLACK", FromAlpha];

    /// <summary><c>MASK_IMAGE_WHITE</c> or <c>MASK_IMAGE_BLACK</c> (what changes), or <c>INIT_IMAGE_ALPHA</c>.</summary>
    public required string MaskSource { get; init; }

    /// <summary>The mask, of the image's size. Required unless the source is the image's own transparency.</summary>
    public VendorFile? MaskImage { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        StabilityLimits.Require(MaskSource == FromAlpha || MaskImage is not null, "mask_image",
            $"is required unless mask_source is {FromAlpha}.");
        form.Choice("mask_source", MaskSource, Sources);
        form.File("mask_image", MaskImage);
    }
}

/// <summary>
/// A request to the retired v1 upscaler <c>esrgan-v1-x2plus</c>. At most one of width and height; without both the factor is 2.
/// </summary>
public sealed record StabilityUpscaleRequest : StabilityRequest
{
    /// <summary>The image; the result has at most 4,194,304 pixels.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>512 or more.</summary>
    public int? Width { get; init; }

    /// <summary>512 or more.</summary>
    public int? Height { get; init; }

    /// <summary>How the image comes back. Default: JSON.</summary>
    public StabilityAnswer Answer { get; init; } = StabilityAnswer.Json;

    internal override void Write(StabilityForm form)
    {
        StabilityLimits.Require(Width is null || Height is null, "height", "and width exclude each other: give at most one.");
        form.File("image", Image);
        form.Integer("width", Width, 512, int.MaxValue);
        form.Integer("height", Height, 512, int.MaxValue);
    }
}

/// <summary>The limits of v1 that are not of single form fields.</summary>
internal static class StabilityV1
{
    private const string Sdxl = "stable-diffusion-xl-1024-v1-0";
    private const int SdxlSide = 1024;
    private const int MaxPrompt = 2000;

    private static readonly (int Width, int Height)[] SdxlSizes =
    [
        (1024, 1024), (1152, 896), (1216, 832), (1344, 768), (1536, 640), (640, 1536), (768, 1344), (832, 1216), (896, 1152),
    ];

    private static readonly string SdxlText =
        $"and height must be one of {string.Join(", ", SdxlSizes.Select(size => $"{size.Width}x{size.Height}"))}.";

    public static void CheckPrompts(IReadOnlyList<StabilityTextPrompt> prompts)
    {
        StabilityLimits.Require(prompts is { Count: > 0 }, "text_prompts", "must hold at least one prompt.");
        foreach (var prompt in prompts)
        {
            StabilityLimits.Length("text_prompts", prompt.Text, 1, MaxPrompt);
        }
    }

    public static void CheckSamples(int? samples, StabilityAnswer answer) =>
        StabilityLimits.Require(samples is null or 1 || answer is StabilityAnswer.Json, "samples", "must be 1 when the answer is bytes.");

    public static void Check(string engineId, StabilityTextToImageRequest request)
    {
        CheckPrompts(request.TextPrompts);
        CheckSamples(request.Samples, request.Answer);
        CheckSide("width", request.Width);
        CheckSide("height", request.Height);
        StabilityLimits.Require(
            engineId != Sdxl || SdxlSizes.Contains((request.Width ?? SdxlSide, request.Height ?? SdxlSide)), "width", SdxlText);
        Range("cfg_scale", request.CfgScale, 0, 35);
        Range("samples", request.Samples, 1, 10);
        Range("steps", request.Steps, 10, 150);
        OneOf("clip_guidance_preset", request.ClipGuidancePreset, StabilityLimits.GuidancePresets);
        OneOf("sampler", request.Sampler, StabilityLimits.Samplers);
        OneOf("style_preset", request.StylePreset, StabilityLimits.StylePresets);
        StabilityLimits.Require(request.Extras is null or { ValueKind: JsonValueKind.Object }, "extras", "must be an object.");
    }

    private static void CheckSide(string field, int? side)
    {
        if (side is { } pixels)
        {
            StabilityLimits.Range(field, (long)pixels, 128, int.MaxValue);
            StabilityLimits.Require(pixels % 64 == 0, field, "must be a multiple of 64.");
        }
    }

    private static void Range(string field, double? value, double min, double max)
    {
        if (value is { } number)
        {
            StabilityLimits.Range(field, number, min, max);
        }
    }

    private static void OneOf(string field, string? value, IReadOnlyList<string> choices)
    {
        if (value is not null)
        {
            StabilityLimits.OneOf(field, value, choices);
        }
    }
}
