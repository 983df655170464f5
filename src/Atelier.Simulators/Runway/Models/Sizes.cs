using System.Text.Json;
using Atelier.Simulators.Runway.Validation;

namespace Atelier.Simulators.Runway.Models;

/// <summary>Turns a ratio and a resolution into pixels.</summary>
internal static class Sizes
{
    private const int LargestAspectNumber = 32;
    private static readonly FrameSize Wide = new(16, 9);

    /// <param name="model">The model, for its default.</param>
    /// <param name="body">The valid body.</param>
    /// <param name="firstImage">Size of the first picture handed in, where it is known; automatic ratios follow it.</param>
    public static FrameSize Of(RunwayModel model, JsonElement body, FrameSize? firstImage)
    {
        var ratio = body.TryGetProperty("ratio", out var wanted) ? wanted.GetString()! : model.DefaultRatio;
        var resolution = body.TryGetProperty("resolution", out var value) ? value.GetString()! : "720p";
        if (FrameSize.Parse(ratio) is { } size)
        {
            return Math.Max(size.Width, size.Height) <= LargestAspectNumber ? Scale(size, ShortSide(resolution)) : size;
        }

        return ratio switch
        {
            "auto" or "auto_1k" => new FrameSize(1024, 1024),
            "auto_2k" => new FrameSize(2048, 2048),
            "adaptive" => Scale(firstImage ?? Wide, ShortSide(resolution)),
            _ => Scale(firstImage ?? Wide, ShortSide(ratio["auto_".Length..])),
        };
    }

    private static int ShortSide(string resolution) => resolution.ToLowerInvariant() switch
    {
        "480p" => 480,
        "768p" => 768,
        "1080p" => 1080,
        "2k" => 1440,
        _ => 720,
    };

    /// <summary>Even sides, as video encoders want them.</summary>
    private static FrameSize Scale(FrameSize aspect, int shortSide)
    {
        var factor = (double)shortSide / aspect.ShortSide;
        return new FrameSize(Even(aspect.Width * factor), Even(aspect.Height * factor));
    }

    private static int Even(double length) => (int)Math.Round(length / 2) * 2;
}
