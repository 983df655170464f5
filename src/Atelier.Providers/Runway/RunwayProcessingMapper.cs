using System.Text.Json;
using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>Says requests that work on a given video or picture in the vendor's words. Pure.</summary>
internal static class RunwayProcessingMapper
{
    private const string Image = "image";
    private const string LastImage = "last_image";
    private const string ReferenceImages = RunwayReferenceMapper.Images;
    private const string ReferenceVideos = RunwayReferenceMapper.Videos;
    private const string ReferenceAudio = RunwayReferenceMapper.Audio;
    private const string Keyframes = RunwayKeyframeMapper.Images;
    private const string CharacterVideo = "character_video";
    private const string Video = "video";
    private const string Audio = "audio";

    public static RunwaySubmission Map(RunwayEndpoint endpoint, ProviderRequest request, RunwayMedia media)
    {
        var input = new InputReader(request.Input);
        RunwayRequestMapper.RefuseSeveral(input);
        return endpoint switch
        {
            RunwayEndpoint.VideoToVideo => new RunwaySubmission.VideoToVideo(FromVideo(request, input, media)),
            RunwayEndpoint.CharacterPerformance => new RunwaySubmission.CharacterPerformance(Performance(request, input, media)),
            RunwayEndpoint.VideoUpscale => new RunwaySubmission.VideoUpscale(UpscaledVideo(request, input, media)),
            RunwayEndpoint.VideoToHdr => new RunwaySubmission.VideoToHdr(Hdr(request, input, media)),
            RunwayEndpoint.ImageUpscale => new RunwaySubmission.ImageUpscale(UpscaledPicture(request, input, media)),
            _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
        };
    }

    private static RunwayVideoToVideoRequest FromVideo(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        var model = RunwayModels.Find(RunwayEndpoint.VideoToVideo, request.VendorModel);
        input.Skip(Image, LastImage, Keyframes, ReferenceImages, ReferenceVideos, ReferenceAudio, Video);
        string[] frames = model.Keyframes ? [Image, LastImage, Keyframes] : [];
        RunwayRequestMapper.RefuseUnusedMedia(request, [Video, ReferenceImages, ReferenceVideos, ReferenceAudio, Audio, .. frames]);
        var source = media.Required(Video);
        var takesUri = TakesVideoUri(request.VendorModel);
        var more = new Dictionary<string, JsonElement>();
        var sound = RunwayRequestMapper.MapAudio(request, input, model, media);
        RunwayReferenceMapper.AddAll(request, model, media, [.. media.All(Video).Skip(1)], more);
        var duration = RunwayRequestMapper.MapDuration(input, more);
        var shape = model.Keyframes ? input.Text("aspect_ratio") : null;
        var video = new RunwayVideoToVideoRequest
        {
            Model = request.VendorModel,
            PromptText = input.Text("prompt"),
            VideoUri = takesUri ? source : null,
            PromptVideo = takesUri ? null : source,
            Mode = input.Text("mode"),
            Keyframes = RunwayKeyframeMapper.Map(input, media, model),
            TargetAspectRatio = shape,
            Ratio = shape is null ? RunwayRequestMapper.MapRatio(request, input, model) : null,
            Resolution = input.Text("resolution"),
            Duration = duration,
            Audio = sound,
            OutputFormat = input.Text("format"),
            Seed = RunwayRequestMapper.Seed(input),
        };
        return video with { More = RunwayRequestMapper.WithRest(input, more), Timeout = request.Timeout };
    }

    /// <summary>The vendor has two names for the same.</summary>
    private static bool TakesVideoUri(string model) =>
        model.StartsWith("aleph", StringComparison.Ordinal) || model.StartsWith("gemini", StringComparison.Ordinal);

    private static RunwayCharacterPerformanceRequest Performance(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        input.Skip(Image, Video, CharacterVideo);
        RunwayRequestMapper.RefuseUnusedMedia(request, Image, Video, CharacterVideo);
        if (media.First(Image) is not null && media.First(CharacterVideo) is not null)
        {
            throw new InvalidInputException(CharacterVideo, $"'{Image}' and '{CharacterVideo}' mean the same; give one of them.");
        }

        var performance = new RunwayCharacterPerformanceRequest
        {
            Model = request.VendorModel,
            Character = media.First(CharacterVideo) is { } moving
                ? RunwayMediaReference.Video(moving)
                : RunwayMediaReference.Image(media.Required(Image)),
            Reference = RunwayMediaReference.Video(media.Required(Video)),
            Ratio = RunwayRequestMapper.MapRatio(
                request, input, RunwayModels.Find(RunwayEndpoint.ImageToVideo, "gen4_turbo") with { NeedsRatio = false }),
            Seed = RunwayRequestMapper.Seed(input),
        };
        return performance with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    private static RunwayVideoUpscaleRequest UpscaledVideo(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        input.Skip(Video);
        RunwayRequestMapper.RefuseUnusedMedia(request, Video);
        var video = new RunwayVideoUpscaleRequest
        {
            Model = request.VendorModel,
            VideoUri = media.Required(Video),
            Resolution = input.Text("resolution"),
            Creativity = input.Int32("creativity"),
            Sharpen = input.Int32("sharpen"),
            TargetFramerate = input.Text("targetFramerate"),
        };
        return video with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    private static RunwayVideoToHdrRequest Hdr(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        input.Skip(Video);
        RunwayRequestMapper.RefuseUnusedMedia(request, Video);
        var video = new RunwayVideoToHdrRequest
        {
            Model = request.VendorModel,
            VideoUri = media.Required(Video),
            OutputFormat = input.Text("format"),
        };
        return video with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }

    private static RunwayImageUpscaleRequest UpscaledPicture(ProviderRequest request, InputReader input, RunwayMedia media)
    {
        input.Skip(Image);
        RunwayRequestMapper.RefuseUnusedMedia(request, Image);
        var picture = new RunwayImageUpscaleRequest
        {
            Model = request.VendorModel,
            ImageUri = media.Required(Image),
            ScaleFactor = input.Int32("scale"),
            Sharpen = input.Int32("sharpen"),
        };
        return picture with { More = RunwayRequestMapper.WithRest(input, []), Timeout = request.Timeout };
    }
}
