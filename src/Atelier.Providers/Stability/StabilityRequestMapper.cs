using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>Says a request in the vendor's words. Pure: the image comes in as a file that nobody has opened.</summary>
internal static class StabilityRequestMapper
{
    private static readonly (int Width, int Height)[] VideoSizes = [(1024, 576), (576, 1024), (768, 768)];

    /// <summary>Maps a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="image">The input <c>image</c> as a file, or <see langword="null"/> when there is none.</param>
    /// <exception cref="InvalidInputException">The vendor has no words for it.</exception>
    public static StabilitySubmission Map(ProviderRequest request, VendorFile? image)
    {
        var input = new InputReader(request.Input);
        StabilitySubmission submission = StabilityRoutes.Of(request) switch
        {
            StabilityRoute.V1 => new StabilitySubmission.TextToImage(request.VendorModel, MapV1(input) with { Timeout = request.Timeout }),
            StabilityRoute.Core => new StabilitySubmission.Core(MapCore(input) with { Timeout = request.Timeout }),
            StabilityRoute.Ultra => new StabilitySubmission.Ultra(MapUltra(input, image) with { Timeout = request.Timeout }),
            StabilityRoute.Sd3 => new StabilitySubmission.Sd3(MapSd3(input, image, request.VendorModel) with { Timeout = request.Timeout }),
            _ => new StabilitySubmission.ImageToVideo(
                MapVideo(input, image, request.FirstMedia("image")) with { Timeout = request.Timeout }),
        };
        input.RefuseRest(request.VendorModel);
        return submission;
    }

    private static StabilityTextToImageRequest MapV1(InputReader input)
    {
        List<StabilityTextPrompt> prompts = [new(input.RequiredText("prompt"))];
        if (input.Text("negative_prompt") is { Length: > 0 } avoided)
        {
            prompts.Add(new StabilityTextPrompt(avoided, -1));
        }

        if (input.Text("format") is { } format && format != "png")
        {
            throw new InvalidInputException("format", "This model gives png only.");
        }

        var size = input.Size("size");
        return new StabilityTextToImageRequest
        {
            TextPrompts = prompts,
            Width = size?.Width,
            Height = size?.Height,
            Samples = input.Int32("count"),
            Seed = Seed(input),
            StylePreset = Style(input),
            CfgScale = input.Number("cfg_scale"),
            Steps = input.Int32("steps"),
            Sampler = input.Text("sampler"),
            ClipGuidancePreset = input.Text("clip_guidance_preset"),
        };
    }

    private static StabilityCoreRequest MapCore(InputReader input)
    {
        RefuseSeveral(input);
        return new StabilityCoreRequest
        {
            Prompt = input.RequiredText("prompt"),
            NegativePrompt = input.Text("negative_prompt"),
            AspectRatio = input.Text("aspect_ratio"),
            Seed = Seed(input),
            StylePreset = Style(input),
            OutputFormat = Format(input),
        };
    }

    private static StabilityUltraRequest MapUltra(InputReader input, VendorFile? image)
    {
        RefuseSeveral(input);
        return new StabilityUltraRequest
        {
            Prompt = input.RequiredText("prompt"),
            NegativePrompt = input.Text("negative_prompt"),
            AspectRatio = input.Text("aspect_ratio"),
            Seed = Seed(input),
            StylePreset = Style(input),
            OutputFormat = Format(input),
            Image = TakeImage(input, image),
            Strength = Strength(input, image),
        };
    }

    private static StabilitySd3Request MapSd3(InputReader input, VendorFile? image, string model)
    {
        RefuseSeveral(input);

        // With an image the picture takes the image's shape and the vendor refuses a ratio; the schema's default may still be there.
        var ratio = input.Text("aspect_ratio");
        return new StabilitySd3Request
        {
            Model = model,
            Prompt = input.RequiredText("prompt"),
            NegativePrompt = input.Text("negative_prompt"),
            AspectRatio = image is null ? ratio : null,
            Seed = Seed(input),
            StylePreset = Style(input),
            OutputFormat = Format(input),
            CfgScale = input.Number("cfg_scale"),
            Image = TakeImage(input, image),
            Strength = Strength(input, image),
        };
    }

    private static StabilityImageToVideoRequest MapVideo(InputReader input, VendorFile? image, MediaSource? source)
    {
        if (source is { Width: { } width, Height: { } height } && !VideoSizes.Contains((width, height)))
        {
            throw new InvalidInputException(
                "image", $"The image must be 1024x576, 576x1024 or 768x768 pixels, but is {width}x{height}.");
        }

        var file = TakeImage(input, image) ?? throw new InvalidInputException("image", "'image' is required.");
        if (file.ContentType is not ("image/png" or "image/jpeg"))
        {
            throw new InvalidInputException("image", $"The image must be JPEG or PNG, but is {file.ContentType}.");
        }

        return new StabilityImageToVideoRequest
        {
            Image = file,
            Seed = Seed(input),
            CfgScale = input.Number("cfg_scale"),
            MotionBucketId = input.Int32("motion_bucket_id"),
        };
    }

    private static VendorFile? TakeImage(InputReader input, VendorFile? image)
    {
        input.Skip("image");
        return image;
    }

    /// <summary>Only sent with an image, which alone gives it a meaning; a default of the schema may be there without one.</summary>
    private static double? Strength(InputReader input, VendorFile? image)
    {
        var strength = input.Number("strength");
        return image is null
            ? null
            : strength ?? throw new InvalidInputException("strength", "'strength' is required together with 'image'.");
    }

    private static uint? Seed(InputReader input) => input.Integer("seed") switch
    {
        null => null,
        >= 0 and <= uint.MaxValue and var seed => (uint)seed,
        _ => throw new InvalidInputException("seed", $"'seed' must be from 0 to {uint.MaxValue}."),
    };

    /// <summary>Our <c>style</c>, or the vendor's own name for it.</summary>
    private static string? Style(InputReader input)
    {
        var (ours, theirs) = (input.Text("style"), input.Text("style_preset"));
        return ours is not null && theirs is not null
            ? throw new InvalidInputException("style_preset", "'style' and 'style_preset' mean the same; give one of them.")
            : ours ?? theirs;
    }

    private static string? Format(InputReader input) => input.Text("format") is "jpg" ? "jpeg" : input.Text("format");

    private static void RefuseSeveral(InputReader input)
    {
        if (input.Int32("count") is { } count and not 1)
        {
            throw new InvalidInputException("count", $"This model makes one picture for a request, not {count}.");
        }
    }
}
