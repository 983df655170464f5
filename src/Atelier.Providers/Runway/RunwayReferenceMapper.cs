using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Runway;

namespace Atelier.Providers.Runway;

/// <summary>Says media to refer to in the vendor's words. Pure.</summary>
internal static class RunwayReferenceMapper
{
    /// <summary>Reference pictures of a picture. Models that name them get names the prompt can use: the first is <c>@ref1</c>.</summary>
    public static List<RunwayReferenceImage>? Pictures(List<string> uris, RunwayReferences kind) => (uris, kind) switch
    {
        ([], _) => null,
        (_, RunwayReferences.Tagged) => [.. uris.Select((uri, index) => new RunwayReferenceImage(uri, $"ref{index + 1}"))],
        _ => [.. uris.Select(uri => new RunwayReferenceImage(uri))],
    };

    /// <summary>Adds a list of references under the vendor's name for it; nothing when there are none.</summary>
    /// <param name="more">The further fields of the request.</param>
    /// <param name="name">The vendor's name of the list.</param>
    /// <param name="type">The vendor's word for their kind, where it wants one.</param>
    /// <param name="uris">Their addresses.</param>
    public static void Add(Dictionary<string, JsonElement> more, string name, string? type, IReadOnlyList<string> uris)
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
