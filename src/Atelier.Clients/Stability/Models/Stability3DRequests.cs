using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>What the two services that make a mesh have in common.</summary>
public abstract record Stability3DRequest : StabilityRequest
{
    private static readonly string[] Textures = ["512", "1024", "2048"];
    private static readonly string[] Remeshes = ["none", "triangle", "quad"];

    /// <summary>The object: sides of at least 64, 4,096 to 4,194,304 pixels.</summary>
    public required VendorFile Image { get; init; }

    /// <summary>512, 1024 or 2048: pixels of the texture's side. The vendor's default: 1024.</summary>
    public string? TextureResolution { get; init; }

    /// <summary><c>none</c>, <c>triangle</c> or <c>quad</c>. The vendor's default: <c>none</c>.</summary>
    public string? Remesh { get; init; }

    internal sealed override void Write(StabilityForm form)
    {
        form.File("image", Image);
        form.Choice("texture_resolution", TextureResolution, Textures);
        form.Choice("remesh", Remesh, Remeshes);
        WriteOwn(form);
    }

    private protected abstract void WriteOwn(StabilityForm form);
}

/// <summary>A request to <c>3d/stable-fast-3d</c>.</summary>
public sealed record StabilityFast3DRequest : Stability3DRequest
{
    /// <summary>0.1 to 1: how much of the frame the object fills. The vendor's default: 0.85.</summary>
    public double? ForegroundRatio { get; init; }

    /// <summary>-1 (no limit) to 20,000. The vendor's default: -1.</summary>
    public int? VertexCount { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.Number("foreground_ratio", ForegroundRatio, 0.1, 1);
        form.Integer("vertex_count", VertexCount, -1, 20_000);
    }
}

/// <summary>A request to <c>3d/stable-point-aware-3d</c>.</summary>
public sealed record StabilityPointAware3DRequest : Stability3DRequest
{
    private static readonly string[] Targets = ["none", "vertex", "face"];

    /// <summary>1 to 2. The vendor's default: 1.3.</summary>
    public double? ForegroundRatio { get; init; }

    /// <summary>
    /// <c>none</c>, <c>vertex</c> or <c>face</c>: what <see cref="TargetCount"/> counts. The vendor's default: <c>none</c>.
    /// </summary>
    public string? TargetType { get; init; }

    /// <summary>100 to 20,000. The vendor's default: 1,000.</summary>
    public int? TargetCount { get; init; }

    /// <summary>1 to 10. The vendor's default: 3.</summary>
    public double? GuidanceScale { get; init; }

    /// <summary>0 to 4,294,967,294; 0 or none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    private protected override void WriteOwn(StabilityForm form)
    {
        form.Number("foreground_ratio", ForegroundRatio, 1, 2);
        form.Choice("target_type", TargetType, Targets);
        form.Integer("target_count", TargetCount, 100, 20_000);
        form.Number("guidance_scale", GuidanceScale, 1, 10);
        form.Seed(Seed);
    }
}
