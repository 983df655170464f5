namespace Atelier.Simulators.Media;

/// <summary>What a simulated picture shows. Equal values give equal bytes.</summary>
/// <param name="Width">Pixels, 1 to 8192.</param>
/// <param name="Height">Pixels, 1 to 8192.</param>
/// <param name="Prompt">Written on the picture, wrapped; it also chooses the colours, together with the seed.</param>
/// <param name="Seed">Chooses the colours and shapes.</param>
public sealed record Picture(int Width, int Height, string Prompt, long Seed)
{
    /// <summary>Encoding. Default: PNG.</summary>
    public PictureFormat Format { get; init; } = PictureFormat.Png;

    /// <summary>Small line at the bottom, such as vendor and model. Default: none.</summary>
    public string? Caption { get; init; }

    /// <summary>Leaves the background transparent (JPEG, which cannot, becomes black). Default: false.</summary>
    public bool Transparent { get; init; }

    /// <summary>Shows the drawing without recognisable details, as a vendor's filter does. Default: false.</summary>
    public bool Blurred { get; init; }
}
