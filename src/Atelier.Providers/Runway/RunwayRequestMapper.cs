using System.Text.Json;
using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>
/// Says a request in the vendor's words. Pure: media comes in as addresses. Inputs that have no word of ours go to the vendor under
/// their own names, which it checks.
/// </summary>
internal static class RunwayRequestMapper
{
    private const string Image = "image";
    private const string LastImage = "last_image";
    private const string ReferenceImages = RunwayReferenceMapper.Images;
    private const string ReferenceVideos = RunwayReferenceMapper.Videos;
    private const string ReferenceAudio = RunwayReferenceMapper.Audio;
    private const string Audio = "audio";
    private const string Video = "video";

    /// <summary>Which endpoint serves a request: pictures have one; videos start from an image when there is one.</summary>
    /// <exception cref="InvalidInputException">The catalogue's route does not fit the request.</exception>
    public static RunwayEndpoint EndpointOf(ProviderRequest request) =>
        (request.Modality, request.Route, request.FirstMedia(Image) is not null) switch
        {
            (Modality.Image, null or "text_to_image", _) => RunwayEndpoint.TextToImage,
            (Modality.Video, null or "image_to_video", true) => RunwayEndpoint.ImageToVideo,
            (Modality.Video, "image_to_video", false) => throw new InvalidInputException(Image, "'image' is required."),
            (Modality.Video, null or "text_to_video", _) => RunwayEndpoint.TextToVideo,
            (Modality.Video, "video_to_video", _) => RunwayEndpoint.VideoToVideo,
            (Modality.Video, "character_performance", _) => RunwayEndpoint.CharacterPerformance,
            (Modality.Video, "video_upscale", _) => RunwayEndpoint.VideoUpscale,
            (Modality.Video, "video_to_hdr", _) => RunwayEndpoint.VideoToHdr,
            (Modality.Image, "image_upscale", _) => RunwayEndpoint.ImageUpscale,
            (Modality.Speech, null or "text_to_speech", _) => RunwayEndpoint.TextToSpeech,
            (Modality.Speech, "speech_to_speech", _) => RunwayEndpoint.SpeechToSpeech,
            (Modality.Speech, "voice_dubbing", _) => RunwayEndpoint.VoiceDubbing,
            (Modality.Speech, "voice_isolation", _) => RunwayEndpoint.VoiceIsolation,
            (Modality.Sound, null or "sound_effect", _) => RunwayEndpoint.SoundEffect,
            var (modality, route, _) => throw new InvalidInputException("model", $"Runway has no route '{route}' for {modality}."),
        };

    /// <summary>Maps a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="media">Its media as addresses.</param>
    /// <exception cref="InvalidInputException">The vendor has no words for it.</exception>
    public static RunwaySubmission Map(ProviderRequest request, RunwayMedia media)
    {
        var endpoint = EndpointOf(request);
        return endpoint switch
        {
            RunwayEndpoint.TextToImage => MapPicture(request, media),
            RunwayEndpoint.ImageToVideo or RunwayEndpoint.TextToVideo => MapVideo(request, media, endpoint),
            RunwayEndpoint.VideoToVideo or RunwayEndpoint.CharacterPerformance or RunwayEndpoint.VideoUpscale or RunwayEndpoint.VideoToHdr
                or RunwayEndpoint.ImageUpscale => RunwayProcessingMapper.Map(endpoint, request, media),
            _ => RunwayAudioMapper.Map(endpoint, request, media),
        };
    }

    private static RunwaySubmission.TextToImage MapPicture(ProviderRequest request, RunwayMedia media)
    {
        var model = RunwayModels.Find(RunwayEndpoint.TextToImage, request.VendorModel);
        RequireImage(request, model, media);
        var picture = RunwayPictureMapper.Map(request, new InputReader(request.Input), model, media);
        RefuseUnusedMedia(request, Image, ReferenceImages);
        return new RunwaySubmission.TextToImage(picture);
    }

    private static RunwaySubmission MapVideo(ProviderRequest request, RunwayMedia media, RunwayEndpoint endpoint)
    {
        var model = RunwayModels.Find(endpoint, request.VendorModel);
        RequireImage(request, model, media);
        var video = MapVideo(request, new InputReader(request.Input), model, media, endpoint);
        if (endpoint == RunwayEndpoint.TextToVideo)
        {
            RefuseUnusedMedia(request, ReferenceImages, ReferenceVideos, ReferenceAudio, Audio, Video);
            return new RunwaySubmission.TextToVideo(video);
        }

        RefuseUnusedMedia(request, Image, LastImage, ReferenceVideos, ReferenceAudio, Audio, Video);
        return new RunwaySubmission.ImageToVideo(video);
    }

    private static void RequireImage(ProviderRequest request, RunwayModel model, RunwayMedia media)
    {
        if (model.NeedsImage && media.First(Image) is null && media.First(ReferenceImages) is null)
        {
            throw new InvalidInputException(Image, $"{request.VendorModel} needs an image.");
        }
    }

    private static RunwayVideoRequest MapVideo(
        ProviderRequest request, InputReader input, RunwayModel model, RunwayMedia media, RunwayEndpoint endpoint)
    {
        input.Skip(Image, LastImage, ReferenceImages, ReferenceVideos, ReferenceAudio, Video);
        var more = new Dictionary<string, JsonElement>();
        var sound = MapAudio(request, input, model, media);
        RunwayReferenceMapper.AddAll(request, model, media, media.All(Video), more);
        var duration = MapDuration(input, more);
        Rename(input, more, "format", "outputFormat");
        RefuseSeveral(input);
        var video = new RunwayVideoRequest
        {
            Model = request.VendorModel,
            PromptText = input.Text("prompt"),
            PromptImage = endpoint == RunwayEndpoint.ImageToVideo ? Keyframes(request, model, media) : null,
            Ratio = MapRatio(request, input, model),
            Duration = duration,
            Seed = Seed(input),
            Resolution = input.Text("resolution"),
            Audio = sound,
            NegativePrompt = MapNegativePrompt(request, input, model),
        };
        return video with { More = WithRest(input, more), Timeout = request.Timeout };
    }

    private static IReadOnlyList<RunwayPromptImage> Keyframes(ProviderRequest request, RunwayModel model, RunwayMedia media)
    {
        if (media.All(Image).Count > 1)
        {
            throw new InvalidInputException(Image, "A video starts from one image.");
        }

        var first = new RunwayPromptImage(media.First(Image)!, "first");
        return media.First(LastImage) switch
        {
            null => [first],
            _ when !model.LastImage => throw NotOffered(LastImage, request),
            var last => [first, new RunwayPromptImage(last, "last")],
        };
    }

    /// <summary>The vendor's <c>ratio</c>, from whichever of our ways to say it was used.</summary>
    internal static string? MapRatio(ProviderRequest request, InputReader input, RunwayModel model)
    {
        var (size, aspect, ratio) = (input.Size("size"), input.Text("aspect_ratio"), input.Text("ratio"));
        if ((size is null ? 0 : 1) + (aspect is null ? 0 : 1) + (ratio is null ? 0 : 1) > 1)
        {
            throw new InvalidInputException("aspect_ratio", "'size', 'aspect_ratio' and 'ratio' mean the same; give one of them.");
        }

        return (size, aspect, ratio) switch
        {
            ({ } pixels, _, _) => RunwayRatios.FromSize(pixels.Width, pixels.Height),
            (_, { } shape, _) when model.Words.Contains(shape) => shape,
            (_, { } shape, _) when model.IsListed => RunwayRatios.Nearest(shape, model.Ratios)
                ?? throw new InvalidInputException("aspect_ratio", $"{request.VendorModel} does not offer the aspect ratio '{shape}'."),
            (_, { } shape, _) => shape,
            (_, _, { } theirs) => theirs,
            _ => model.NeedsRatio ? model.Ratios[0] : null,
        };
    }

    /// <summary>Our <c>audio</c> is a switch for the sound of the video, or sound to refer to.</summary>
    internal static bool? MapAudio(ProviderRequest request, InputReader input, RunwayModel model, RunwayMedia media)
    {
        if (media.All(Audio).Count > 0)
        {
            input.Skip(Audio);
            return null;
        }

        var wanted = input.Flag(Audio);
        return wanted is null || model.Audio ? wanted : throw NotOffered(Audio, request);
    }

    private static string? MapNegativePrompt(ProviderRequest request, InputReader input, RunwayModel model)
    {
        var avoided = input.Text("negative_prompt");
        return string.IsNullOrEmpty(avoided) ? null : model.NegativePrompt ? avoided : throw NotOffered("negative_prompt", request);
    }

    /// <summary>Seconds, or the vendor's word <c>auto</c> for models that choose the length themselves.</summary>
    internal static int? MapDuration(InputReader input, Dictionary<string, JsonElement> more)
    {
        if (input.Value("duration") is not { ValueKind: JsonValueKind.String } word)
        {
            return input.Int32("duration");
        }

        more["duration"] = word.GetString() == "auto"
            ? word
            : throw new InvalidInputException("duration", "'duration' must be a whole number of seconds, or 'auto'.");
        return null;
    }

    internal static void RefuseSeveral(InputReader input)
    {
        if (input.Int32("count") is { } count and not 1)
        {
            throw new InvalidInputException("count", $"Runway makes one video for a request, not {count}.");
        }
    }

    internal static void Rename(InputReader input, Dictionary<string, JsonElement> more, string ours, string theirs)
    {
        if (input.Value(ours) is { } value)
        {
            more[theirs] = value;
        }
    }

    internal static Dictionary<string, JsonElement>? WithRest(InputReader input, Dictionary<string, JsonElement> more)
    {
        foreach (var (name, value) in input.TakeRest())
        {
            more[name] = value;
        }

        return more.Count > 0 ? more : null;
    }

    internal static void RefuseUnusedMedia(ProviderRequest request, params ReadOnlySpan<string> used)
    {
        foreach (var (name, items) in request.Media)
        {
            if (items.Count > 0 && !used.Contains(name))
            {
                throw NotOffered(name, request);
            }
        }
    }

    internal static uint? Seed(InputReader input) => input.Integer("seed") switch
    {
        null => null,
        >= 0 and <= uint.MaxValue and var seed => (uint)seed,
        _ => throw new InvalidInputException("seed", $"'seed' must be from 0 to {uint.MaxValue}."),
    };

    internal static InvalidInputException NotOffered(string name, ProviderRequest request) =>
        new(name, $"'{name}' is not offered by {request.VendorModel}.");
}
