namespace Atelier.Simulators.Media;

/// <summary>What a simulated video shows. Equal values give equal bytes.</summary>
/// <param name="Width">Pixels, even, 16 to 4096.</param>
/// <param name="Height">Pixels, even, 16 to 4096.</param>
/// <param name="Seconds">Length, above 0 to 600; rounded to whole frames.</param>
/// <param name="Prompt">Written on the picture.</param>
/// <param name="Seed">Chooses colours and shapes.</param>
public sealed record Video(int Width, int Height, double Seconds, string Prompt, long Seed)
{
    /// <summary>Frames a second, 1 to 120. Default: 24.</summary>
    public int FramesPerSecond { get; init; } = 24;

    /// <summary>Small line at the bottom, such as vendor and model. Default: none.</summary>
    public string? Caption { get; init; }

    /// <summary>Shows the drawing without recognisable details, as a vendor's filter does. Default: false.</summary>
    public bool Blurred { get; init; }
}
