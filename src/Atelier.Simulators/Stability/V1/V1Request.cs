using System.Text.Json;
using Atelier.Simulators.Stability.Fields;
using Atelier.Simulators.Stability.V2;

namespace Atelier.Simulators.Stability.V1;

/// <summary>A checked v1 request for pictures.</summary>
internal sealed record V1Request(string Prompt, PixelSize Size, int Samples, long Seed, int Steps)
{
    public const long MaxSeed = 4_294_967_295;
    private const decimal CreditsPerSample = 0.9m;
    public const int StepsIncluded = 30;

    public static readonly IReadOnlyList<string> GuidancePresets =
        ["FAST_BLUE", "FAST_GREEN", "NONE", "SIMPLE", "SLOW", "SLOWER", "SLOWEST"];

    public static readonly IReadOnlyList<string> Samplers =
    [
        "DDIM", "DDPM", "K_DPMPP_2M", "K_DPMPP_2S_ANCESTRAL", "K_DPM_2", "K_DPM_2_ANCESTRAL", "K_EULER",
        "K_EULER_ANCESTRAL", "K_HEUN", "K_LMS",
    ];

    /// <summary>0.9 credits a picture up to 30 steps, in proportion above.</summary>
    public decimal Price => Samples * CreditsPerSample * Math.Max(StepsIncluded, Steps) / StepsIncluded;

    public static V1Request Read(V1Fields fields, string engine, bool asPng)
    {
        var prompt = fields.Prompts();
        var size = ReadSize(fields, engine);
        fields.Number("cfg_scale", 0, 35);
        fields.Choice("clip_guidance_preset", GuidancePresets);
        fields.Choice("sampler", Samplers);
        fields.Choice("style_preset", CommonFields.StylePresets);
        fields.Object("extras");
        var samples = (int)fields.Integer("samples", 1, 1, 10);
        var seed = fields.Integer("seed", 0, 0, MaxSeed);
        var steps = (int)fields.Integer("steps", StepsIncluded, 10, 150);
        if (asPng && samples > 1)
        {
            fields.Fail("invalid_samples", "samples: must be 1 when accept is image/png");
        }

        return new V1Request(prompt, size, samples, seed, steps);
    }

    public static string WrongPair(PixelSize size) =>
        "for stable-diffusion-xl-1024-v0-9 and stable-diffusion-xl-1024-v1-0 the allowed dimensions are "
        + $"{string.Join(", ", V1Engines.SdxlSizes)}, but we received {size}";

    private static PixelSize ReadSize(V1Fields fields, string engine)
    {
        var otherwise = V1Engines.DefaultSize(engine);
        var width = (int)fields.Integer("width", otherwise.Width, 128, int.MaxValue);
        var height = (int)fields.Integer("height", otherwise.Height, 128, int.MaxValue);
        var size = new PixelSize(width, height);
        if (engine == V1Engines.Sdxl && !V1Engines.SdxlSizes.Contains(size))
        {
            fields.Fail("invalid_sdxl_v1_dimensions", WrongPair(size));
        }

        if (width % 64 != 0 || height % 64 != 0)
        {
            fields.Fail("invalid_height_or_width", "height and width must be multiples of 64");
        }
        else if (engine == V1Engines.Sd16 && (size.Shorter < 320 || size.Longer > 1536))
        {
            fields.Fail("invalid_height_or_width", "height and width must be between 320 and 1536");
        }

        return size;
    }
}
