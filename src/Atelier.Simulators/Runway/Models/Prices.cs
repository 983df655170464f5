namespace Atelier.Simulators.Runway.Models;

/// <summary>The vendor's price guide of August 2026, in credits.</summary>
internal static class Prices
{
    private const long Sd = 450_000;
    private const long Hd = 1_200_000;
    private const long FullHd = 2_400_000;
    private const long TwoK = 7_000_000;
    private const int FramesASecond = 24;

    public static readonly Price Gen4Turbo = Price.PerSecond(5);
    public static readonly Price Gen45 = Price.PerSecond(12);
    public static readonly Price Veo31 = Price.PerSecond(order => order.Audio ? 40 : 20);
    public static readonly Price Veo31Fast = Price.PerSecond(order => order.Audio ? 15 : 10);
    public static readonly Price Hailuo3 = new(order => (decimal)order.Seconds * BySize(order, 10, 10, 15, 15) + 2 * order.References);
    public static readonly Price HappyHorse = Price.PerSecond(order => BySize(order, 15, 15, 30, 30));
    public static readonly Price Seedance2 = Price.PerSecond(order => BySize(order, 36, 36, 40, 150));
    public static readonly Price Seedance2Fast = Price.PerSecond(29);
    public static readonly Price Seedance2Mini = Price.PerSecond(16, minimum: 64);
    // No price was published for 1080p; the one of 720p stands in for it.
    public static readonly Price Seedance25 = Price.PerSecond(order => BySize(order, 20, 30, 30, 30), minimum: 80);
    public static readonly Price Grok15 = new(order => (decimal)order.Seconds * BySize(order, 10, 16, 29, 29) + order.References);
    public static readonly Price GeminiOmni = Price.PerSecond(10);

    public static readonly Price GeminiOmniFromVideo = Price.PerSecond(11);
    public static readonly Price ActTwo = Price.PerSecond(5);
    public static readonly Price Aleph2 = Price.PerSecond(28, minimum: 56);

    /// <summary>Nothing but the surcharge of its formats.</summary>
    public static readonly Price Ruby = Price.PerSecond(0);

    /// <summary>By the frame; what is handed in is taken to have 24 a second, and a boost to double them.</summary>
    public static readonly Price MagnificVideo = new(
        order => Math.Ceiling((decimal)order.Seconds * FramesASecond * (order.FpsBoost ? 2 : 1)) * order.Resolution switch
        {
            "720p" or "1k" => 0.7m,
            "4k" => 1.2m,
            _ => 0.9m,
        },
        Minimum: 1);

    /// <summary>One credit for each 50 characters begun.</summary>
    public static readonly Price Speech = new(order => Math.Ceiling(order.Characters / 50m));

    /// <summary>The guide says 1 to 2; short sounds are taken to cost the less.</summary>
    public static readonly Price SoundEffect = new(order => order.Seconds > 10 ? 2 : 1);

    public static readonly Price SpeechToSpeech = Started(3);
    public static readonly Price Dubbing = Started(2);
    public static readonly Price Isolation = Started(6);

    public static readonly Price Gen4Image = Price.PerPicture(order => order.Size.ShortSide > 880 ? 8 : 5);
    public static readonly Price Gen4ImageTurbo = Price.PerPicture(2);
    public static readonly Price Gemini25Flash = Price.PerPicture(5);
    public static readonly Price Gemini3Pro = Price.PerPicture(order => order.Size.Pixels > TwoK ? 40 : 20);

    public static readonly Price GptImage2 = Price.PerPicture(order => order.Quality switch
    {
        "low" => Is4K(order) ? 2 : 1,
        "medium" => Is4K(order) ? 11 : 5,
        _ => Is4K(order) ? 41 : 20,
    });

    /// <summary>Only the extra credit per reference is published; the rest is taken from <c>gpt_image_2</c>.</summary>
    public static readonly Price GptImage25 = new(order => GptImage2.Amount!(order) + order.References);

    public static readonly Price Seedream5Pro = Price.PerPicture(order => order.Size.Pixels > FullHd ? 9 : 5);
    public static readonly Price Seedream5Lite = Price.PerPicture(4);

    public static readonly Price GrokImage2 = new(order => order.References + order.Count * (
        order.Quality, order.Size.Pixels > FullHd) switch
    {
        ("low", false) => 4,
        ("low", true) => 6,
        (_, false) => 6,
        (_, true) => 8,
    });

    public static readonly Price Muse = Price.PerPicture(1);

    /// <summary>One credit for each span of so many seconds begun.</summary>
    private static Price Started(int seconds) => new(order => Math.Ceiling((decimal)order.Seconds / seconds), Minimum: 1);

    /// <summary>The flat 3840:1648 has fewer pixels than the largest square below 4K.</summary>
    private static bool Is4K(Order order) => order.Size.Pixels > TwoK || order.Size.Width >= 3840;

    private static decimal BySize(Order order, decimal sd, decimal hd, decimal fullHd, decimal more) => order.Size.Pixels switch
    {
        <= Sd => sd,
        <= Hd => hd,
        <= FullHd => fullHd,
        _ => more,
    };
}
