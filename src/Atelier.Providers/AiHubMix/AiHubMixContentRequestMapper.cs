using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Pictures of Gemini models, in Google's own form.</summary>
internal static class AiHubMixContentRequestMapper
{
    // Google's picture models must be allowed words beside the picture.
    private static readonly IReadOnlyList<string> Modalities = ["TEXT", "IMAGE"];

    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static GenerateContentRequest Map(AiHubMixInput input)
    {
        if (input.Values.Int32("count") is > 1)
        {
            throw new InvalidInputException("count", $"{input.Model} makes one picture at a time.");
        }

        var prompt = input.Values.RequiredText("prompt");
        GeminiPart[] parts = [.. input.DataUris("image").Select(Picture), GeminiPart.OfText(prompt)];
        var (ratio, size) = (input.Values.Text("aspect_ratio"), input.Values.Text("size"));
        var request = new GenerateContentRequest
        {
            Contents = [GeminiContent.OfUser(parts)],
            GenerationConfig = new GeminiGenerationConfig
            {
                ResponseModalities = Modalities,
                ImageConfig = ratio is null && size is null ? null : new GeminiImageConfig { AspectRatio = ratio, ImageSize = size },
                Temperature = input.Values.Number("temperature"),
                Seed = input.Values.Integer("seed"),
            },
        };
        input.RefuseRest();
        return request;
    }

    // A data URI of ours is always base64.
    private static GeminiPart Picture(string dataUri)
    {
        var comma = dataUri.IndexOf(',', StringComparison.Ordinal);
        return GeminiPart.OfData(dataUri["data:".Length..dataUri.IndexOf(';', StringComparison.Ordinal)], dataUri[(comma + 1)..]);
    }
}
