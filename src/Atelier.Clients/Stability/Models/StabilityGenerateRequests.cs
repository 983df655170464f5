using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>How an image comes back.</summary>
public enum StabilityAnswer
{
    /// <summary>As raw bytes: the smaller answer.</summary>
    Bytes = 0,

    /// <summary>As base64 inside JSON.</summary>
    Json = 1,
}

/// <summary>What the three v2beta services that make an image from text have in common.</summary>
public abstract record StabilityGenerateRequest
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

    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>. The vendor's default: <c>png</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>How the image comes back. Default: bytes.</summary>
    public StabilityAnswer Answer { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>A request to Stable Image Core.</summary>
public sealed record StabilityCoreRequest : StabilityGenerateRequest;

/// <summary>A request to Stable Image Ultra.</summary>
public sealed record StabilityUltraRequest : StabilityGenerateRequest
{
    /// <summary>An image to start from.</summary>
    public VendorFile? Image { get; init; }

    /// <summary>0 (as the image) to 1 (image ignored). Required with <see cref="Image"/>.</summary>
    public double? Strength { get; init; }
}

/// <summary>A request to Stable Diffusion 3.5. With an <see cref="Image"/> the mode is image-to-image.</summary>
public sealed record StabilitySd3Request : StabilityGenerateRequest
{
    /// <summary><c>sd3.5-large</c> (the vendor's default), <c>sd3.5-large-turbo</c>, <c>sd3.5-medium</c> or a newer one.</summary>
    public string? Model { get; init; }

    /// <summary>An image to start from.</summary>
    public VendorFile? Image { get; init; }

    /// <summary>0 (as the image) to 1 (image ignored). Required with <see cref="Image"/>, refused without.</summary>
    public double? Strength { get; init; }

    /// <summary>1 to 10: how closely to follow the prompt.</summary>
    public double? CfgScale { get; init; }
}

/// <summary>A request to the retired Stable Video.</summary>
public sealed record StabilityImageToVideoRequest
{
    /// <summary>The first frame: JPEG or PNG of exactly 1024x576, 576x1024 or 768x768.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>0 to 4,294,967,294; 0 or none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>0 to 10: how closely to keep to the image. The vendor's default: 1.8.</summary>
    public double? CfgScale { get; init; }

    /// <summary>1 to 255: how much motion. The vendor's default: 127.</summary>
    public int? MotionBucketId { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
