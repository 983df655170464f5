namespace Atelier.Simulators.AiHubMix.Images;

/// <summary>The models of <c>/v1/images/generations</c> and <c>/v1/images/edits</c>. The first whose prefix fits counts.</summary>
internal static class ImageModels
{
    private static readonly string[] Classic = ["auto", "1024x1024", "1536x1024", "1024x1536"];
    private static readonly string[] WithMax = ["auto", "low", "medium", "high", "xhigh", "max"];

    private static readonly IReadOnlyList<ImageModel> All =
    [
        Gpt("gpt-image-2.5", [], WithMax, 0.006m, 0.053m, 0.211m),
        Gpt("gpt-image-2.6", [], WithMax, 0.006m, 0.053m, 0.211m),
        Gpt("gpt-image-2", [], ["auto", "low", "medium", "high"], 0.006m, 0.053m, 0.211m),
        Gpt("gpt-image-1.5", Classic, ["auto", "low", "medium", "high"], 0.009m, 0.034m, 0.133m),
        Gpt("gpt-image-1-mini", Classic, ["auto", "low", "medium", "high"], 0.005m, 0.011m, 0.036m),
        Gpt("gpt-image-1", Classic, ["auto", "low", "medium", "high"], 0.011m, 0.042m, 0.167m),
        Gpt("chatgpt-image-latest", Classic, ["auto", "low", "medium", "high"], 0.009m, 0.034m, 0.133m),
        new()
        {
            Prefix = "dall-e-3",
            Style = ImageStyle.DallE,
            Sizes = ["1024x1024", "1792x1024", "1024x1792"],
            Qualities = ["standard", "hd"],
            LongestPrompt = 4000,
            Most = 1,
            Price = (order, _) => (order.Quality, order.Size.Width != order.Size.Height) switch
            {
                ("hd", true) => 0.12m,
                ("standard", false) => 0.04m,
                _ => 0.08m,
            },
        },
        new()
        {
            Prefix = "dall-e-2",
            Style = ImageStyle.DallE,
            Sizes = ["1024x1024", "512x512", "256x256"],
            Qualities = ["standard"],
            LongestPrompt = 1000,
            Edits = true,
            Price = (order, _) => order.Count * (order.Size.Width switch { 1024 => 0.02m, 512 => 0.018m, _ => 0.016m }),
        },
        Other("FLUX", ImageStyle.Base64),
        Other("flux", ImageStyle.Base64),
        Other("qwen-image", ImageStyle.Url),
        Other("wan2", ImageStyle.Url),
        Other("doubao-seedream", ImageStyle.Url),
    ];

    /// <exception cref="Refusal">No upstream serves the model.</exception>
    public static ImageModel Find(string name) =>
        All.FirstOrDefault(model => name.StartsWith(model.Prefix, StringComparison.Ordinal)) ?? throw Refusal.NoChannel();

    private static ImageModel Gpt(string prefix, string[] sizes, string[] qualities, decimal low, decimal medium, decimal high) => new()
    {
        Prefix = prefix,
        Style = ImageStyle.GptImage,
        Sizes = sizes,
        Qualities = qualities,
        Edits = true,
        Price = (order, _) => order.Count * Scale(order.Size) * order.Quality switch
        {
            "low" => low,
            "medium" => medium,
            _ => high,
        },
    };

    private static ImageModel Other(string prefix, ImageStyle style) => new()
    {
        Prefix = prefix,
        Style = style,
        Edits = true,
        Price = (order, options) => order.Count * options.UnpublishedUsdPerImage,
    };

    /// <summary>Prices are listed for a square of 1024; larger pictures take more tokens in proportion.</summary>
    private static decimal Scale(PixelSize size) => Math.Max(1, Math.Round(size.Pixels / (1024m * 1024m), 2));
}
