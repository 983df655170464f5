using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>A request to the v1 text-to-image service.</summary>
public sealed record StabilityTextToImageRequest
{
    /// <summary>At least one prompt; those with a negative weight say what to avoid.</summary>
    public required IReadOnlyList<StabilityTextPrompt> TextPrompts { get; init; }

    /// <summary>A multiple of 64; SDXL takes only certain pairs of width and height.</summary>
    public int? Height { get; init; }

    /// <summary>A multiple of 64; SDXL takes only certain pairs of width and height.</summary>
    public int? Width { get; init; }

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

    /// <summary>Experimental settings of the engine; an object. Default: none.</summary>
    public System.Text.Json.JsonElement? Extras { get; init; }

    /// <summary>How the images come back. Default: JSON, since bytes carry only one.</summary>
    [JsonIgnore]
    public StabilityAnswer Answer { get; init; } = StabilityAnswer.Json;

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }
}

/// <summary>One prompt of a v1 request.</summary>
/// <param name="Text">What to draw, at most 2,000 characters.</param>
/// <param name="Weight">How much it counts; negative to avoid it. The vendor's default: 1.</param>
public sealed record StabilityTextPrompt(string Text, double? Weight = null);
