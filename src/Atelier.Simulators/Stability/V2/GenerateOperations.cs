using Atelier.Simulators.Stability.Fields;
using static Atelier.Simulators.Stability.V2.CommonFields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Text (and image) to image: core, ultra, sd3.</summary>
internal static class GenerateOperations
{
    private const string ImageToImage = "image-to-image";
    private const double OneMegapixel = 1024 * 1024;

    /// <summary>Credits of the sd3 path. The older names are served by the 3.5 models at the same price.</summary>
    private static readonly Dictionary<string, decimal> Sd3Prices = new()
    {
        ["sd3.5-large"] = 6.5m,
        ["sd3.5-large-turbo"] = 4m,
        ["sd3.5-medium"] = 3.5m,
        ["sd3.5-flash"] = 2.5m,
        ["sd3-large"] = 6.5m,
        ["sd3-large-turbo"] = 4m,
        ["sd3-medium"] = 3.5m,
    };

    public static IEnumerable<ImageOperation> All =>
    [
        new()
        {
            Path = "generate/core",
            Fields = [Prompt, AspectRatio, NegativePrompt, Seed, StylePreset, OutputFormat],
            Size = fields => AspectRatios.Core(fields["aspect_ratio"]),
            Price = _ => 3m,
        },
        new()
        {
            Path = "generate/ultra",
            Fields =
            [
                Prompt, NegativePrompt, AspectRatio, Seed, OutputFormat, StylePreset,
                new ImageRule("image") { MaxSide = 16_384, MinPixels = 4_096 }, new NumberRule("strength", 0, 1),
            ],
            Rules = fields => fields.Has("image") && !fields.Has("strength") ? ["strength: is required when image is sent"] : [],
            Size = fields => AspectRatios.Common(fields["aspect_ratio"]),
            Price = _ => 8m,
        },
        new()
        {
            Path = "generate/sd3",
            DefaultModel = "sd3.5-large",
            Fields =
            [
                Prompt, new ChoiceRule("mode", ["text-to-image", ImageToImage]), new ImageRule("image"), new NumberRule("strength", 0, 1),
                AspectRatio, new ChoiceRule("model", [.. Sd3Prices.Keys]), Seed, OutputFormat, StylePreset, NegativePrompt,
                new NumberRule("cfg_scale", 1, 10),
            ],
            Rules = Sd3Rules,
            Size = fields => fields.Image("image")?.Size.WithPixels(OneMegapixel) ?? AspectRatios.Common(fields["aspect_ratio"]),
            Price = fields => Sd3Prices[fields["model"] ?? "sd3.5-large"],
        },
    ];

    private static IEnumerable<string> Sd3Rules(RequestFields fields)
    {
        var fromImage = fields["mode"] == ImageToImage;
        foreach (var name in new[] { "image", "strength" })
        {
            if (fromImage && !fields.Has(name))
            {
                yield return $"{name}: is required when mode is {ImageToImage}";
            }
            else if (!fromImage && fields.Has(name))
            {
                yield return $"{name}: is only allowed when mode is {ImageToImage}";
            }
        }

        if (fromImage && fields.Has("aspect_ratio"))
        {
            yield return "aspect_ratio: is only allowed when mode is text-to-image";
        }
    }
}
