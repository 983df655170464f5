using System.Text.Json;
using Atelier.Simulators.Runway.Validation;

namespace Atelier.Simulators.Runway.Models;

/// <summary>Turns a ratio and a resolution into pixels.</summary>
internal static class Sizes
{
    private const int LargestAspectNumber = 32;
    private const double UsualScaleFactor = 2;
    private static readonly FrameSize Wide = new(16, 9);
    private static readonly FrameSize UnknownPicture = new(1024, 1024);

    /// <param name="model">The model, for its default.</param>
    /// <param name="body">The valid body.</param>
    /// <param name="source">What was handed in; automatic ratios follow it.</param>
    public static FrameSize Of(RunwayModel model, JsonElement body, SourceFacts source)
    {
        if (body.TryGetProperty("scaleFactor", out var factor) || body.TryGetProperty("imageUri", out _))
        {
            var times = factor.ValueKind == JsonValueKind.Number ? factor.GetDouble() : UsualScaleFactor;
            var size = source.Size ?? UnknownPicture;
            return new FrameSize((int)(size.Width * times), (int)(size.Height * times));
        }

        var resolution = body.TryGetProperty("resolution", out var value) ? value.GetString()! : model.DefaultResolution;
        if (body.TryGetProperty("targetAspectRatio", out var target))
        {
            return Scale(FrameSize.Parse(target.GetString()!)!.Value, source.Size?.ShortSide ?? ShortSide(resolution));
        }

        return model.FollowsSource && !body.TryGetProperty("resolution", out _) && model.DefaultResolution == "720p" && source.Size is { } same
            && !body.TryGetProperty("ratio", out _)
            ? Scale(same, same.ShortSide)
            : ByRatio(body.TryGetProperty("ratio", out var wanted) ? wanted.GetString()! : model.DefaultRatio, resolution, source.Size);
    }

    private static FrameSize ByRatio(string ratio, string resolution, FrameSize? source)
    {
        if (FrameSize.Parse(ratio) is { } size)
        {
            return Math.Max(size.Width, size.Height) <= LargestAspectNumber ? Scale(size, ShortSide(resolution)) : size;
        }

        return ratio switch
        {
            "auto" or "auto_1k" => new FrameSize(1024, 1024),
            "auto_2k" => new FrameSize(2048, 2048),
            "adaptive" => Scale(source ?? Wide, ShortSide(resolution)),
            _ => Scale(source ?? Wide, ShortSide(ratio["auto_".Length..])),
        };
    }

    private static int ShortSide(string resolution) => resolution.ToLowerInvariant() switch
    {
        "480p" => 480,
        "768p" => 768,
        "1080p" => 1080,
        "1k" => 1080,
        "2k" => 1440,
        "4k" => 2160,
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
