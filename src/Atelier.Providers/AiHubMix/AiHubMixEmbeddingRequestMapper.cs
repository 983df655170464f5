using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Texts to be turned into vectors.</summary>
internal static class AiHubMixEmbeddingRequestMapper
{
    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static EmbeddingRequest Map(AiHubMixInput input)
    {
        var request = new EmbeddingRequest
        {
            Model = input.Model,
            Input = Texts(input.Values.Value("input")),
            Dimensions = input.Values.Int32("dimensions"),
            EncodingFormat = input.Values.Text("encoding_format"),
        };
        input.RefuseRest();
        return request;
    }

    private static IReadOnlyList<string> Texts(JsonElement? value) => value switch
    {
        null => throw new InvalidInputException("input", "'input' is required."),
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw new InvalidInputException("input", "'input' must be a text or a list of texts."),
    };
}
