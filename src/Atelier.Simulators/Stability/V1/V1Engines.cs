using Atelier.Simulators.Stability.Fields;

namespace Atelier.Simulators.Stability.V1;

/// <summary>The engines of v1 and the sizes they draw.</summary>
internal static class V1Engines
{
    public const string Sdxl = "stable-diffusion-xl-1024-v1-0";
    public const string Sd16 = "stable-diffusion-v1-6";
    public const string Esrgan = "esrgan-v1-x2plus";

    public static readonly IReadOnlyList<PixelSize> SdxlSizes =
    [
        new(1024, 1024), new(1152, 896), new(1216, 832), new(1344, 768), new(1536, 640),
        new(640, 1536), new(768, 1344), new(832, 1216), new(896, 1152),
    ];

    public static bool Serves(this StabilitySimulatorOptions options, string engine) =>
        engine == Sdxl || (engine == Sd16 && options.LegacyEngines);

    public static PixelSize DefaultSize(string engine) => engine == Sdxl ? new PixelSize(1024, 1024) : new PixelSize(512, 512);
}
