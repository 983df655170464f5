using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>A request to <c>upscale/fast</c>: each side four times as long.</summary>
public sealed record StabilityFastUpscaleRequest : StabilityImageRequest
{
    /// <summary>The image: sides of 32 to 1,536, 1,024 to 1,048,576 pixels.</summary>
    public required VendorFile Image { get; init; }

    internal override void Write(StabilityForm form)
    {
        form.File("image", Image);
        WriteFormat(form);
    }
}

/// <summary>A request to <c>upscale/conservative</c>: about four megapixels, little changed.</summary>
public sealed record StabilityConservativeUpscaleRequest : StabilityEditRequest
{
    /// <summary>The image: 4,096 to 9,437,184 pixels, with an aspect of 1:2.5 to 2.5:1.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>What the image shows, 1 to 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>0.2 to 0.5. The vendor's default: 0.35.</summary>
    public double? Creativity { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.File("image", Image);
        form.Prompt(Prompt);
        form.Text("negative_prompt", NegativePrompt);
        form.Number("creativity", Creativity, 0.2, 0.5);
    }
}

/// <summary>A request to <c>upscale/creative</c>: 4K, with details that were not there.</summary>
public sealed record StabilityCreativeUpscaleRequest : StabilityEditRequest
{
    /// <summary>The image: sides of at least 64, at most 1,048,576 pixels.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>What the image shows, 1 to 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>0.1 to 0.5. The vendor's default: 0.3.</summary>
    public double? Creativity { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.File("image", Image);
        form.Prompt(Prompt);
        form.Text("negative_prompt", NegativePrompt);
        form.Number("creativity", Creativity, 0.1, 0.5);
        form.Style(StylePreset);
    }
}
