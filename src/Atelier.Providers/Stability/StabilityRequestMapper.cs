using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>Says a request in the vendor's words. Pure: media come in as files that nobody has opened.</summary>
internal static class StabilityRequestMapper
{
    private static readonly (int Width, int Height)[] VideoSizes = [(1024, 576), (576, 1024), (768, 768)];

    /// <summary>Maps a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="files">The media of the input as files, by input name.</param>
    /// <exception cref="InvalidInputException">The vendor has no words for it.</exception>
    public static StabilitySubmission Map(ProviderRequest request, IReadOnlyDictionary<string, VendorFile> files)
    {
        var route = StabilityRoutes.Of(request);
        var input = new StabilityInput(request, files);
        var submission = Map(route, input);
        input.Values.RefuseRest(request.VendorModel);
        return submission;
    }

    private static StabilitySubmission Map(StabilityRoute route, StabilityInput input)
    {
        var (model, timeout) = (input.Request.VendorModel, input.Request.Timeout);
        switch (route)
        {
            case StabilityRoute.V1:
                return new StabilitySubmission.TextToImage(model, StabilityV1RequestMapper.Text(input) with { Timeout = timeout });
            case StabilityRoute.V1Image or StabilityRoute.V1Masking:
                return new StabilitySubmission.ImageToImage(model, StabilityV1RequestMapper.Image(route, input) with { Timeout = timeout });
            case StabilityRoute.V1Upscale:
                return new StabilitySubmission.Upscale(model, StabilityV1RequestMapper.Upscale(input) with { Timeout = timeout });
        }

        input.RefuseSeveral();
        return route switch
        {
            StabilityRoute.Core => new StabilitySubmission.Core(MapCore(input) with { Timeout = timeout }),
            StabilityRoute.Ultra => new StabilitySubmission.Ultra(MapUltra(input) with { Timeout = timeout }),
            StabilityRoute.Sd3 => new StabilitySubmission.Sd3(MapSd3(input) with { Timeout = timeout }),
            StabilityRoute.ImageToVideo => new StabilitySubmission.ImageToVideo(MapVideo(input) with { Timeout = timeout }),
            StabilityRoute.StableFast3D or StabilityRoute.StablePointAware3D =>
                new StabilitySubmission.Mesh(StabilityMeshRequestMapper.Map(route, input) with { Timeout = timeout }),
            >= StabilityRoute.TextToAudio =>
                new StabilitySubmission.Audio(StabilityAudioRequestMapper.Map(route, input) with { Timeout = timeout }),
            _ => new StabilitySubmission.Edit(route, StabilityEditRequestMapper.Map(route, input) with { Timeout = timeout }),
        };
    }

    private static StabilityCoreRequest MapCore(StabilityInput input) => new()
    {
        Prompt = input.Prompt,
        NegativePrompt = input.Text("negative_prompt"),
        AspectRatio = input.Text("aspect_ratio"),
        Seed = input.Seed(),
        StylePreset = input.Style(),
        OutputFormat = input.Format(),
    };

    private static StabilityUltraRequest MapUltra(StabilityInput input)
    {
        var image = input.File("image");
        return new StabilityUltraRequest
        {
            Prompt = input.Prompt,
            NegativePrompt = input.Text("negative_prompt"),
            AspectRatio = input.Text("aspect_ratio"),
            Seed = input.Seed(),
            StylePreset = input.Style(),
            OutputFormat = input.Format(),
            Image = image,
            Strength = Strength(input, image),
        };
    }

    private static StabilitySd3Request MapSd3(StabilityInput input)
    {
        // With an image the picture takes the image's shape and the vendor refuses a ratio; the schema's default may still be there.
        var (image, ratio) = (input.File("image"), input.Text("aspect_ratio"));
        return new StabilitySd3Request
        {
            Model = input.Request.VendorModel,
            Prompt = input.Prompt,
            NegativePrompt = input.Text("negative_prompt"),
            AspectRatio = image is null ? ratio : null,
            Seed = input.Seed(),
            StylePreset = input.Style(),
            OutputFormat = input.Format(),
            CfgScale = input.Number("cfg_scale"),
            Image = image,
            Strength = Strength(input, image),
        };
    }

    private static StabilityImageToVideoRequest MapVideo(StabilityInput input)
    {
        if (input.Request.FirstMedia("image") is { Width: { } width, Height: { } height } && !VideoSizes.Contains((width, height)))
        {
            throw new InvalidInputException(
                "image", $"The image must be 1024x576, 576x1024 or 768x768 pixels, but is {width}x{height}.");
        }

        var file = input.RequiredFile("image");
        if (file.ContentType is not ("image/png" or "image/jpeg"))
        {
            throw new InvalidInputException("image", $"The image must be JPEG or PNG, but is {file.ContentType}.");
        }

        return new StabilityImageToVideoRequest
        {
            Image = file,
            Seed = input.Seed(),
            CfgScale = input.Number("cfg_scale"),
            MotionBucketId = input.Integer("motion_bucket_id"),
        };
    }

    /// <summary>Only sent with an image, which alone gives it a meaning; a default of the schema may be there without one.</summary>
    private static double? Strength(StabilityInput input, VendorFile? image)
    {
        var strength = input.Number("strength");
        return image is null
            ? null
            : strength ?? throw new InvalidInputException("strength", "'strength' is required together with 'image'.");
    }
}
