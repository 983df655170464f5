using Atelier.Simulators.Stability.Fields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Fields many operations share.</summary>
internal static class CommonFields
{
    public const long MaxSeed = 4_294_967_294;

    private const int MaxPixels = 9_437_184;

    public static readonly IReadOnlyList<string> StylePresets =
    [
        "enhance", "anime", "photographic", "digital-art", "comic-book", "fantasy-art", "line-art", "analog-film", "neon-punk", "isometric",
        "low-poly", "origami", "modeling-compound", "cinematic", "3d-model", "pixel-art", "tile-texture",
    ];

    public static readonly FieldRule Prompt = new TextRule("prompt", Required: true, Min: 1);
    public static readonly FieldRule OptionalPrompt = new TextRule("prompt");
    public static readonly FieldRule NegativePrompt = new TextRule("negative_prompt");
    public static readonly FieldRule Seed = new IntegerRule("seed", 0, MaxSeed);
    public static readonly FieldRule StylePreset = new ChoiceRule("style_preset", StylePresets);
    public static readonly FieldRule OutputFormat = new ChoiceRule("output_format", ["jpeg", "png", "webp"]);
    public static readonly FieldRule AspectRatio = new ChoiceRule("aspect_ratio", AspectRatios.Names);
    public static readonly FieldRule GrowMask = new IntegerRule("grow_mask", 0, 20);
    public static readonly FieldRule Mask = new ImageRule("mask");

    /// <summary>A picture with every side at least 64 and 4,096 to 9,437,184 pixels.</summary>
    public static ImageRule Image(string name = "image", bool required = true) =>
        new(name, required) { MinPixels = 4_096, MaxPixels = MaxPixels };

    /// <summary>The same with an aspect of 1:2.5 to 2.5:1.</summary>
    public static ImageRule BoundedImage(string name = "image", bool required = true) => Image(name, required) with { MaxAspect = 2.5 };
}
