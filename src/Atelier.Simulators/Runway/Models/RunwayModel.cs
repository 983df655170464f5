using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Runway.Validation;

namespace Atelier.Simulators.Runway.Models;

/// <summary>One arm of an endpoint's union: what a model accepts there and what it costs.</summary>
internal sealed record RunwayModel(string Name, Price Price, IReadOnlyList<Field> Fields)
{
    /// <summary>Seconds of a video whose request names none.</summary>
    public int DefaultSeconds { get; init; } = 5;

    /// <summary>Longest video <c>duration: "auto"</c> may become; it is what is charged first.</summary>
    public int LongestAuto { get; init; } = 15;

    /// <summary>Size when the request names none.</summary>
    public string DefaultRatio { get; init; } = "1280:720";

    /// <summary>Resolution when the request names none.</summary>
    public string DefaultResolution { get; init; } = "720p";

    /// <summary>Format of the file when the request names none; null for the usual one of its kind.</summary>
    public string? DefaultFormat { get; init; }

    /// <summary>Whether length and size of the result, and with them the price, follow the recording or film handed in.</summary>
    public bool FollowsSource { get; init; }

    /// <summary>The field whose asset gives the length, when it is not the first that has one.</summary>
    public string? LengthFrom { get; init; }

    /// <summary>What the assets below a field of the body must be like, by the field's name.</summary>
    public IReadOnlyDictionary<string, AssetBounds> Assets { get; init; } = new Dictionary<string, AssetBounds>();

    /// <summary>Whether keys the model does not know are refused.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether pictures handed in must be between half and twice as wide as high.</summary>
    public bool BoundedAspect { get; init; }

    /// <summary>Seconds all reference recordings may last together.</summary>
    public int ReferenceSeconds { get; init; } = 15;

    /// <summary>Rules over several fields; each yields an issue or null. They run only when every field is right by itself.</summary>
    public IReadOnlyList<Func<JsonElement, JsonObject?>> Refinements { get; init; } = [];

    public Shape Shape => new([new("model", new Choice(Name), true), .. Fields], Strict);
}

/// <summary>Bounds of an asset; null does not bound. Seconds are inclusive unless said otherwise.</summary>
internal sealed record AssetBounds(double? MinSeconds = null, double? MaxSeconds = null, int? MinSide = null, int? MaxSide = null);

/// <summary>What a task makes.</summary>
internal enum OutputKind
{
    Video,
    Picture,
    Sound,
}

/// <summary>An endpoint that starts tasks.</summary>
internal sealed record RunwayEndpoint(string Path, OutputKind Makes, IReadOnlyList<RunwayModel> Models)
{
    public RunwayModel? Find(string name) => Models.FirstOrDefault(model => model.Name == name);
}

internal static class RunwayEndpoints
{
    public static readonly IReadOnlyList<RunwayEndpoint> All =
    [
        new("/v1/image_to_video", OutputKind.Video, ImageToVideoModels.All),
        new("/v1/text_to_video", OutputKind.Video, TextToVideoModels.All),
        new("/v1/video_to_video", OutputKind.Video, VideoToVideoModels.All),
        new("/v1/character_performance", OutputKind.Video, ProcessingModels.CharacterPerformance),
        new("/v1/video_upscale", OutputKind.Video, ProcessingModels.VideoUpscale),
        new("/v1/video_to_hdr", OutputKind.Video, ProcessingModels.VideoToHdr),
        new("/v1/text_to_image", OutputKind.Picture, TextToImageModels.All),
        new("/v1/image_upscale", OutputKind.Picture, ProcessingModels.ImageUpscale),
        new("/v1/text_to_speech", OutputKind.Sound, SpeechModels.TextToSpeech),
        new("/v1/sound_effect", OutputKind.Sound, SpeechModels.SoundEffect),
        new("/v1/speech_to_speech", OutputKind.Sound, SpeechModels.SpeechToSpeech),
        new("/v1/voice_dubbing", OutputKind.Sound, SpeechModels.VoiceDubbing),
        new("/v1/voice_isolation", OutputKind.Sound, SpeechModels.VoiceIsolation),
    ];

    /// <summary>Every model name, once.</summary>
    public static readonly IReadOnlyList<string> ModelNames =
        [.. All.SelectMany(endpoint => endpoint.Models).Select(model => model.Name).Distinct().Order(StringComparer.Ordinal)];
}
