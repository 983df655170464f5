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

/// <summary>An endpoint that starts tasks.</summary>
internal sealed record RunwayEndpoint(string Path, bool MakesVideo, IReadOnlyList<RunwayModel> Models)
{
    public RunwayModel? Find(string name) => Models.FirstOrDefault(model => model.Name == name);
}

internal static class RunwayEndpoints
{
    public static readonly IReadOnlyList<RunwayEndpoint> All =
    [
        new("/v1/image_to_video", true, ImageToVideoModels.All),
        new("/v1/text_to_video", true, TextToVideoModels.All),
        new("/v1/text_to_image", false, TextToImageModels.All),
    ];

    /// <summary>Every model name, once.</summary>
    public static readonly IReadOnlyList<string> ModelNames =
        [.. All.SelectMany(endpoint => endpoint.Models).Select(model => model.Name).Distinct().Order(StringComparer.Ordinal)];
}
