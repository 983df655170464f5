using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>What the three v2beta services that make an image from text have in common.</summary>
public abstract record StabilityGenerateRequest : StabilityImageRequest
{
    /// <summary>What to draw, 1 to 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>One of 21:9, 16:9, 3:2, 5:4, 1:1, 4:5, 2:3, 9:16, 9:21. The vendor's default: 1:1. Not for SD3 with an image.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>0 to 4,294,967,294; 0 or none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    internal sealed override void Write(StabilityForm form)
    {
        form.Prompt(Prompt);
        form.Text("negative_prompt", NegativePrompt);
        WriteOwn(form);
        form.AspectRatio(AspectRatio);
        form.Seed(Seed);
        form.Style(StylePreset);
        WriteFormat(form);
    }

    private protected virtual void WriteOwn(StabilityForm form)
    {
    }
}

/// <summary>A request to Stable Image Core.</summary>
public sealed record StabilityCoreRequest : StabilityGenerateRequest;

/// <summary>A request to Stable Image Ultra.</summary>
public sealed record StabilityUltraRequest : StabilityGenerateRequest
{
    /// <summary>An image to start from: sides of 64 to 16,384, at least 4,096 pixels.</summary>
    public VendorFile? Image { get; init; }

    /// <summary>0 (as the image) to 1 (image ignored). Required with <see cref="Image"/>.</summary>
    public double? Strength { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        StabilityLimits.Require(Image is null || Strength is not null, "strength", "is required together with image.");
        form.File("image", Image);
        form.Number("strength", Strength, 0, 1);
    }
}

/// <summary>A request to Stable Diffusion 3.5. With an <see cref="Image"/> the mode is image-to-image.</summary>
public sealed record StabilitySd3Request : StabilityGenerateRequest
{
    /// <summary><c>sd3.5-large</c> (the vendor's default), <c>sd3.5-large-turbo</c>, <c>sd3.5-medium</c> or a newer one.</summary>
    public string? Model { get; init; }

    /// <summary>An image to start from; every side at least 64.</summary>
    public VendorFile? Image { get; init; }

    /// <summary>0 (as the image) to 1 (image ignored). Required with <see cref="Image"/>, refused without.</summary>
    public double? Strength { get; init; }

    /// <summary>1 to 10: how closely to follow the prompt. The vendor's default: 4, for turbo and flash 1.</summary>
    public double? CfgScale { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        StabilityLimits.Require(Image is null == Strength is null, "strength", "goes together with image: give both or none.");
        StabilityLimits.Require(Image is null || AspectRatio is null, "aspect_ratio", "is only for requests without an image.");
        form.Text("model", Model, 1, 256);
        form.Add("mode", Image is null ? "text-to-image" : "image-to-image");
        form.File("image", Image);
        form.Number("strength", Strength, 0, 1);
        form.Number("cfg_scale", CfgScale, 1, 10);
    }
}

/// <summary>A request to the retired Stable Video.</summary>
public sealed record StabilityImageToVideoRequest : StabilityRequest
{
    /// <summary>The first frame: JPEG or PNG of exactly 1024x576, 576x1024 or 768x768.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>0 to 4,294,967,294; 0 or none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>0 to 10: how closely to keep to the image. The vendor's default: 1.8.</summary>
    public double? CfgScale { get; init; }

    /// <summary>1 to 255: how much motion. The vendor's default: 127.</summary>
    public int? MotionBucketId { get; init; }

    internal override void Write(StabilityForm form)
    {
        form.File("image", Image);
        form.Seed(Seed);
        form.Number("cfg_scale", CfgScale, 0, 10);
        form.Integer("motion_bucket_id", MotionBucketId, 1, 255);
    }
}
