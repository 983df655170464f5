namespace Atelier.Simulators.Runway.Models;

/// <summary>What a task costs, in credits. Null in <see cref="Amount"/>'s table entry means the vendor published no price.</summary>
internal sealed record Price(Func<Order, decimal>? Amount, decimal Minimum = 0)
{
    /// <summary>The vendor's guide has no price for the model; the simulator's options say what to take.</summary>
    public static readonly Price Unpublished = new(Amount: null);

    public static Price PerSecond(decimal credits, decimal minimum = 0) => new(order => credits * (decimal)order.Seconds, minimum);

    public static Price PerSecond(Func<Order, decimal> credits, decimal minimum = 0) =>
        new(order => credits(order) * (decimal)order.Seconds, minimum);

    public static Price PerPicture(decimal credits) => new(order => credits * order.Count);

    public static Price PerPicture(Func<Order, decimal> credits) => new(order => credits(order) * order.Count);

    /// <summary>Whole credits, rounded up, never below the model's minimum.</summary>
    public decimal Credits(Order order, RunwaySimulatorOptions options)
    {
        var unpublished = order.Makes switch
        {
            OutputKind.Video => options.UnpublishedCreditsPerSecond * (decimal)order.Seconds,
            OutputKind.Sound => options.UnpublishedCreditsPerSound,
            _ => options.UnpublishedCreditsPerImage * order.Count,
        };
        var amount = Amount is null ? unpublished : Amount(order);
        return Math.Ceiling(Math.Max(Minimum, amount + Surcharge(order) * (decimal)order.Seconds));
    }

    /// <summary>Dearer files: 5 a second for editing formats, 20 for HDR and ten bits, twice that above four megapixels.</summary>
    private static decimal Surcharge(Order order) => order.Format switch
    {
        "prores" or "png_sequence" => 5,
        "hlg" or "sdr_rec709_10bit" => Hdr(order),
        _ when order.Format.StartsWith("hdr", StringComparison.Ordinal) => Hdr(order),
        _ => 0,
    };

    private static decimal Hdr(Order order) => order.Size.Pixels > 4_000_000 ? 40 : 20;
}
