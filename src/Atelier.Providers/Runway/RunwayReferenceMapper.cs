using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Providers.Runway;

/// <summary>Says media that a video refers to, besides its frames, in the vendor's words. Pure.</summary>
internal static class RunwayReferenceMapper
{
    public const string Images = "reference_images";
    public const string Videos = "reference_videos";
    public const string Audio = "reference_audio";

    private const string Sound = "audio";
    private const string Film = "video";

    /// <summary>Adds every reference of the request under the vendor's names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">What the model takes.</param>
    /// <param name="media">The media of the request as addresses.</param>
    /// <param name="films">Videos given as <c>video</c> that are references too.</param>
    /// <param name="more">The further fields of the vendor's request.</param>
    /// <exception cref="Mapping.InvalidInputException">The model does not take one of them.</exception>
    public static void AddAll(
        ProviderRequest request, RunwayModel model, RunwayMedia media, IReadOnlyList<string> films, Dictionary<string, JsonElement> more)
    {
        Refuse(request, Images, media.All(Images), model.References != RunwayReferences.None);
        Refuse(request, Film, films, model.Films != RunwayFilms.None);
        Refuse(request, Videos, media.All(Videos), model.Films != RunwayFilms.None);
        Refuse(request, Sound, media.All(Sound), model.Sounds);
        Refuse(request, Audio, media.All(Audio), model.Sounds);
        Add(more, "referenceAudio", "audio", [.. media.All(Sound), .. media.All(Audio)]);
        Add(more, "referenceVideos", model.Films == RunwayFilms.Plain ? null : "video", [.. films, .. media.All(Videos)]);
        Add(more, "references", null, media.All(Images));
    }

    private static void Refuse(ProviderRequest request, string name, IReadOnlyList<string> uris, bool taken)
    {
        if (uris.Count > 0 && !taken)
        {
            throw RunwayRequestMapper.NotOffered(name, request);
        }
    }

    private static void Add(Dictionary<string, JsonElement> more, string name, string? type, IReadOnlyList<string> uris)
    {
        if (uris.Count > 0)
        {
            more[name] = JsonSerializer.SerializeToElement(
                [.. uris.Select(uri => new RunwayReference(type, uri))], RunwayReferenceJson.Default.ListRunwayReference);
        }
    }
}

/// <summary>One reference, as the vendor writes it.</summary>
internal sealed record RunwayReference(string? Type, string Uri);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<RunwayReference>))]
internal sealed partial class RunwayReferenceJson : JsonSerializerContext;
