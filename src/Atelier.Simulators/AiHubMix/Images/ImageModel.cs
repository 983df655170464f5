namespace Atelier.Simulators.AiHubMix.Images;

/// <summary>What a model of the OpenAI-shaped image paths takes and gives.</summary>
internal sealed record ImageModel
{
    public required string Prefix { get; init; }

    public required ImageStyle Style { get; init; }

    /// <summary>Fixed sizes, the first is the default; empty when any size within the bounds of <see cref="CheckSize"/> goes.</summary>
    public string[] Sizes { get; init; } = [];

    public string[] Qualities { get; init; } = ["auto", "low", "medium", "high"];

    public int LongestPrompt { get; init; } = 32_000;

    public int Most { get; init; } = 10;

    /// <summary>Whether <c>/v1/images/edits</c> takes the model.</summary>
    public bool Edits { get; init; }

    public required Func<ImageOrder, AiHubMixSimulatorOptions, decimal> Price { get; init; }

    /// <summary>The size in pixels.</summary>
    /// <exception cref="Refusal">The model has no such size.</exception>
    public PixelSize CheckSize(string? wanted)
    {
        var size = wanted ?? (Sizes.Length > 0 ? Sizes[0] : "auto");
        if (Sizes.Length > 0)
        {
            return Sizes.Contains(size) ? PixelSize.Parse(size) ?? new PixelSize(1024, 1024) : throw NotSupported(size);
        }

        return size switch
        {
            "auto" or "1K" => new PixelSize(1024, 1024),
            "2K" when Style == ImageStyle.Url => new PixelSize(2048, 2048),
            "4K" when Style == ImageStyle.Url => new PixelSize(4096, 4096),
            _ when PixelSize.Parse(size) is { } pixels
                && (Style == ImageStyle.GptImage ? FitsGptImage(pixels) : FitsOthers(pixels)) => pixels,
            _ => throw NotSupported(size),
        };
    }

    private static bool FitsGptImage(PixelSize size) =>
        size.Width % 16 == 0 && size.Height % 16 == 0
        && Math.Max(size.Width, size.Height) <= 3 * Math.Min(size.Width, size.Height)
        && size.Pixels <= 3840L * 2160;

    private static bool FitsOthers(PixelSize size) => Math.Min(size.Width, size.Height) >= 256 && Math.Max(size.Width, size.Height) <= 4096;

    private static Refusal NotSupported(string size) =>
        Refusal.Invalid($"The size '{size}' is not supported by this model.", "size", "size_not_supported");
}

/// <summary>How a model answers.</summary>
internal enum ImageStyle
{
    /// <summary>Always base64, with usage; refuses <c>response_format</c>.</summary>
    GptImage,

    /// <summary>Address or base64 as asked, with the revised prompt.</summary>
    DallE,

    /// <summary>Addresses only.</summary>
    Url,

    /// <summary>Base64 only, without usage.</summary>
    Base64,
}

/// <summary>A valid request for pictures.</summary>
internal sealed record ImageOrder(
    ImageModel Model, string ModelName, string Prompt, int Count, PixelSize Size, string SizeName, string Quality)
{
    public string OutputFormat { get; init; } = "png";

    public string Background { get; init; } = "auto";

    public bool AsUrl { get; init; }

    public int PartialImages { get; init; }

    public bool Stream { get; init; }

    /// <summary>Pictures handed in with it.</summary>
    public int Inputs { get; init; }

    /// <summary>What the drawing is made from, so that equal requests give equal pictures.</summary>
    public required ulong Seed { get; init; }
}
