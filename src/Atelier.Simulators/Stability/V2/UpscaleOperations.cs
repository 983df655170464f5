using Atelier.Simulators.Stability.Fields;
using static Atelier.Simulators.Stability.V2.CommonFields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Larger pictures: fast, conservative, creative.</summary>
internal static class UpscaleOperations
{
    private const double FourMegapixels = 4 * 1024 * 1024;

    public static IEnumerable<ImageOperation> All =>
    [
        new()
        {
            Path = "upscale/fast",
            Fields =
            [
                new ImageRule("image", Required: true) { MinSide = 32, MaxSide = 1536, MinPixels = 1_024, MaxPixels = 1_048_576 },
                OutputFormat,
            ],
            Size = fields => new PixelSize(fields.Image("image")!.Size.Width * 4, fields.Image("image")!.Size.Height * 4),
            Price = _ => 2m,
        },
        new()
        {
            Path = "upscale/conservative",
            Fields = [BoundedImage(), Prompt, NegativePrompt, Seed, OutputFormat, new NumberRule("creativity", 0.2, 0.5)],
            Size = fields => fields.Image("image")!.Size.WithPixels(FourMegapixels),
            Price = _ => 40m,
        },
        new()
        {
            Path = "upscale/creative",
            Fields =
            [
                new ImageRule("image", Required: true) { MaxPixels = 1_048_576 }, Prompt, NegativePrompt, OutputFormat, Seed,
                new NumberRule("creativity", 0.1, 0.5), StylePreset,
            ],
            Size = fields => fields.Image("image")!.Size.WithPixels(2 * FourMegapixels),
            Price = _ => 60m,
            Asynchronous = true,
        },
    ];
}
