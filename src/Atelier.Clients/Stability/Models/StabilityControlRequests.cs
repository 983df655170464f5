using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>A request to <c>control/sketch</c> or <c>control/structure</c>: an image that guides the new one.</summary>
public sealed record StabilityControlRequest : StabilityEditRequest
{
    /// <summary>The guide: 4,096 to 9,437,184 pixels, with an aspect of 1:2.5 to 2.5:1.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>What to draw, 1 to 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>0 to 1: how much the guide counts. The vendor's default: 0.7.</summary>
    public double? ControlStrength { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.Prompt(Prompt);
        form.File("image", Image);
        form.Number("control_strength", ControlStrength, 0, 1);
        form.Text("negative_prompt", NegativePrompt);
        form.Style(StylePreset);
    }
}

/// <summary>A request to <c>control/style</c>: a new image in the style of a given one.</summary>
public sealed record StabilityStyleRequest : StabilityEditRequest
{
    /// <summary>The style: 4,096 to 9,437,184 pixels, with an aspect of 1:2.5 to 2.5:1.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>What to draw, 1 to 10,000 characters.</summary>
    public required string Prompt { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>As for text to image. The vendor's default: 1:1.</summary>
    public string? AspectRatio { get; init; }

    /// <summary>0 to 1: how close to the style. The vendor's default: 0.5.</summary>
    public double? Fidelity { get; init; }

    /// <summary>A style such as <c>photographic</c>.</summary>
    public string? StylePreset { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.Prompt(Prompt);
        form.File("image", Image);
        form.Text("negative_prompt", NegativePrompt);
        form.AspectRatio(AspectRatio);
        form.Number("fidelity", Fidelity, 0, 1);
        form.Style(StylePreset);
    }
}

/// <summary>A request to <c>control/style-transfer</c>: a given image in the style of another.</summary>
public sealed record StabilityStyleTransferRequest : StabilityEditRequest
{
    /// <summary>The content: sides of 64 to 16,383, at most 9,437,184 pixels, with an aspect of 1:2.5 to 2.5:1.</summary>
    public required VendorFile InitImage { get; init; }

    /// <summary>The style: the same without a limit of aspect.</summary>
    public required VendorFile StyleImage { get; init; }

    /// <summary>What the result shows, at most 10,000 characters.</summary>
    public string? Prompt { get; init; }

    /// <summary>What to avoid, at most 10,000 characters.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>0 to 1. The vendor's default: 1.</summary>
    public double? StyleStrength { get; init; }

    /// <summary>0 to 1. The vendor's default: 0.9.</summary>
    public double? CompositionFidelity { get; init; }

    /// <summary>0.1 to 1. The vendor's default: 0.9.</summary>
    public double? ChangeStrength { get; init; }

    internal override string FileField => "init_image";

    private protected override void WriteOwn(StabilityForm form)
    {
        form.File("init_image", InitImage);
        form.File("style_image", StyleImage);
        form.Text("prompt", Prompt);
        form.Text("negative_prompt", NegativePrompt);
        form.Number("style_strength", StyleStrength, 0, 1);
        form.Number("composition_fidelity", CompositionFidelity, 0, 1);
        form.Number("change_strength", ChangeStrength, 0.1, 1);
    }
}
