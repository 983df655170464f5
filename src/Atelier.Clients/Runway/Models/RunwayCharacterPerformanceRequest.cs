using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for a character that moves as a person in a video does.</summary>
public sealed record RunwayCharacterPerformanceRequest : IRunwayRequest
{
    /// <summary>The model: <c>act_two</c>.</summary>
    public required string Model { get; init; }

    /// <summary>A picture or video with a face that can be seen throughout; its type is <c>image</c> or <c>video</c>.</summary>
    public required RunwayMediaReference Character { get; init; }

    /// <summary>The performance: a video of 3 to 30 seconds; its type is <c>video</c>.</summary>
    public required RunwayMediaReference Reference { get; init; }

    /// <summary>Width and height in pixels, such as <c>1280:720</c>.</summary>
    public string? Ratio { get; init; }

    /// <summary>Whether gestures are taken over as well as the face.</summary>
    public bool? BodyControl { get; init; }

    /// <summary>1 to 5.</summary>
    public int? ExpressionIntensity { get; init; }

    /// <summary>0 to 4,294,967,295; none lets the vendor choose.</summary>
    public uint? Seed { get; init; }

    /// <summary>How strictly pictures of public figures are refused.</summary>
    public RunwayContentModeration? ContentModeration { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.OneOf(Character.Type, "character.type", "image", "video");
        RunwayCheck.OneOf(Reference.Type, "reference.type", "video");
        RunwayCheck.Media(Character.Uri, "character", Character.Type!);
        RunwayCheck.Media(Reference.Uri, "reference", "video");
        RunwayCheck.Range(ExpressionIntensity, "expressionIntensity", 1, 5);
        RunwayCheck.Among(Ratio, "ratio", RunwayRatios.Gen4);
        RunwayCheck.Among(ContentModeration?.PublicFigureThreshold, "contentModeration", RunwayContentModeration.Thresholds);
    }
}
