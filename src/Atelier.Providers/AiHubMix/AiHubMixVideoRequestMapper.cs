using System.Globalization;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Videos, each family in the form that its vendor insists on.</summary>
internal static class AiHubMixVideoRequestMapper
{
    /// <summary>Whether the family's pictures travel inside JSON.</summary>
    public static bool PutsPicturesInJson(VideoFamily family) => family is not VideoFamily.Sora;

    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static CreateVideoRequest Map(AiHubMixInput input, VideoFamily family)
    {
        CreateVideoRequest request = family switch
        {
            VideoFamily.Sora => Sora(input),
            VideoFamily.Veo => Veo(input),
            VideoFamily.Wan when IsWan27(input.Model) && input.HasMedia("image") => DashScope(input),
            VideoFamily.Wan => Wan(input),
            VideoFamily.DashScope => DashScope(input),
            VideoFamily.Seedance => Seedance(input),
            VideoFamily.Kling => Kling(input),
            _ => throw new ArgumentOutOfRangeException(nameof(family)),
        };
        input.RefuseRest();
        return request;
    }

    private static SoraVideoRequest Sora(AiHubMixInput input) => new()
    {
        Model = input.Model,
        Prompt = input.Values.RequiredText("prompt"),
        Seconds = SecondsAsText(input),
        Size = AiHubMixSizes.Video(input, AiHubMixSizes.Sora),
        ReferenceFile = input.File("image"),
    };

    private static VeoVideoRequest Veo(AiHubMixInput input) => new()
    {
        Model = input.Model,
        Prompt = input.Values.RequiredText("prompt"),
        Seconds = input.Values.Int32("duration"),
        Size = AiHubMixSizes.Video(input, AiHubMixSizes.Veo),
        GenerateAudio = input.Values.Flag("generate_audio"),
        Seed = input.Values.Integer("seed"),
    };

    private static WanVideoRequest Wan(AiHubMixInput input)
    {
        var picture = input.DataUri("image");
        return new WanVideoRequest
        {
            Model = picture is null ? input.Model : AiHubMixModels.WithPicture(input.Model),
            Prompt = input.Values.RequiredText("prompt"),
            Seconds = SecondsAsText(input),
            Size = FlatSize(input),
            InputReference = picture,
        };
    }

    // Jimeng takes a ratio where others take pixels.
    private static string? FlatSize(AiHubMixInput input) => input.Model switch
    {
        var model when AiHubMixModels.IsJimeng(model) => AiHubMixSizes.SizeOrRatio(input) is var (size, ratio) ? size ?? ratio : null,
        var model => AiHubMixSizes.Video(input, IsWan27(model) ? AiHubMixSizes.Wan27 : AiHubMixSizes.Wan),
    };

    private static KlingVideoRequest Kling(AiHubMixInput input) => new()
    {
        Model = input.Model,
        Prompt = input.Values.RequiredText("prompt"),
        Seconds = SecondsAsText(input),
        Size = input.Values.Text("size"),
        Image = input.DataUri("image"),
        ImageTail = input.DataUri("last_image"),
        ImageList = input.DataUris("reference_images") is { Count: > 0 } pictures ? pictures : null,
    };

    private static DashScopeVideoRequest DashScope(AiHubMixInput input)
    {
        var first = input.DataUri("image");
        var last = input.DataUri("last_image");
        if (last is not null && first is null)
        {
            throw new InvalidInputException("last_image", "'last_image' needs an 'image' to start from.");
        }

        DashScopeMedia[] frames = [.. Frame(first, DashScopeMedia.FirstFrame), .. Frame(last, DashScopeMedia.LastFrame)];
        var (resolution, ratio) = ResolutionAndRatio(input, hasPicture: first is not null);
        return new DashScopeVideoRequest
        {
            Model = first is null ? input.Model : AiHubMixModels.WithPicture(input.Model),
            Input = new DashScopeInput { Prompt = input.Values.RequiredText("prompt"), Media = frames.Length > 0 ? frames : null },
            Parameters = new DashScopeParameters
            {
                Resolution = resolution?.ToUpperInvariant(),
                AspectRatio = ratio,
                Duration = input.Values.Int32("duration"),
                PromptExtend = input.Values.Flag("prompt_extend"),
                Watermark = input.Values.Flag("watermark"),
                Seed = input.Values.Integer("seed"),
            },
        };
    }

    private static SeedanceVideoRequest Seedance(AiHubMixInput input)
    {
        var prompt = input.Values.RequiredText("prompt");
        var first = input.DataUri("image");
        var last = input.DataUri("last_image");
        SeedanceContent[] frames =
        [
            .. Frame(first, url => SeedanceContent.OfImage(url, "first_frame")),
            .. Frame(last, url => SeedanceContent.OfImage(url, "last_frame")),
            .. input.DataUris("reference_images").Select(url => SeedanceContent.OfImage(url, "reference_image")),
            .. input.DataUris("video").Select(SeedanceContent.OfVideo),
            .. input.DataUris("audio").Select(SeedanceContent.OfAudio),
        ];
        var (resolution, ratio) = ResolutionAndRatio(input, hasPicture: false);
        return new SeedanceVideoRequest
        {
            Model = input.Model,
            Prompt = prompt,
            Duration = input.Values.Int32("duration"),
            Content = frames.Length > 0 ? [SeedanceContent.OfText(prompt), .. frames] : null,
            Resolution = resolution,
            Ratio = ratio,
            Watermark = input.Values.Flag("watermark"),
            Seed = input.Values.Integer("seed"),
            CameraFixed = input.Values.Flag("camera_fixed"),
            GenerateAudio = input.Values.Flag("generate_audio"),
        };
    }

    /// <summary>For families that take a class and a ratio rather than pixels; a size in pixels is taken apart into both.</summary>
    private static (string? Resolution, string? Ratio) ResolutionAndRatio(AiHubMixInput input, bool hasPicture)
    {
        var given = AiHubMixSizes.SizeOrRatio(input);
        var resolution = input.Values.Text("resolution")?.ToLowerInvariant();
        if (hasPicture && given is not (null, null))
        {
            throw new InvalidInputException(
                given.Size is null ? "aspect_ratio" : "size", "The video takes its shape from 'image'; choose 'resolution' only.");
        }

        if (given.Size is null)
        {
            return (resolution, given.Ratio);
        }

        if (resolution is not null)
        {
            throw new InvalidInputException("resolution", "Give either 'size' or 'resolution', not both.");
        }

        var (width, height) = input.Values.Size("size")!.Value;
        var (ratio, side) = AiHubMixSizes.Describe(width, height);
        return (string.Create(CultureInfo.InvariantCulture, $"{side}p"), ratio);
    }

    private static string? SecondsAsText(AiHubMixInput input) => input.Values.Int32("duration")?.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<T> Frame<T>(string? url, Func<string, T> make) => url is null ? [] : [make(url)];

    private static bool IsWan27(string model) => model.StartsWith("wan2.7", StringComparison.OrdinalIgnoreCase);
}
