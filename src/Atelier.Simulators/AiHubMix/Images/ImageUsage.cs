using System.Text.Json.Nodes;

namespace Atelier.Simulators.AiHubMix.Images;

/// <summary>
/// Tokens of a picture, near what the real models count: four characters of prompt each, and by size and quality for pixels.
/// </summary>
internal static class ImageUsage
{
    private const int TokensPerInput = 323;

    public static JsonObject Of(ImageOrder order) =>
        Of(order.Prompt, order.Inputs * TokensPerInput, order.Count * PerPicture(order.Size, order.Quality));

    public static JsonObject Of(string prompt, int imageIn, int imageOut)
    {
        var text = (prompt.Length + 3) / 4;
        return new JsonObject
        {
            ["total_tokens"] = text + imageIn + imageOut,
            ["input_tokens"] = text + imageIn,
            ["output_tokens"] = imageOut,
            ["input_tokens_details"] = new JsonObject { ["text_tokens"] = text, ["image_tokens"] = imageIn },
            ["output_tokens_details"] = new JsonObject { ["image_tokens"] = imageOut, ["text_tokens"] = 0 },
        };
    }

    public static int PerPicture(PixelSize size, string quality)
    {
        var square = quality switch { "low" => 272, "medium" => 1056, _ => 4160 };
        return (int)(square * Math.Max(1, size.Pixels / (1024.0 * 1024.0)));
    }
}
