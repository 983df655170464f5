using Atelier.Services.Credits;

namespace Atelier.Services.Catalogue;

/// <summary>
/// Amounts from prices and quantities, in whole numbers only. Every division rounds up to a whole micro-credit, so that a charge never
/// falls below its price. The same functions serve quotes and charges.
/// </summary>
internal static class PriceArithmetic
{
    private const long TokensPerUnit = 1_000_000;

    /// <summary>The amount, or <see langword="null"/> when it is beyond all credits there can be.</summary>
    public static long? Amount(PriceUnit unit, FrozenPrice price, long inputTokens, long outputTokens, long count)
    {
        var amount = unit switch
        {
            PriceUnit.Flat => price.Micro,
            PriceUnit.Image => (Int128)price.Micro * count,
            PriceUnit.Second or PriceUnit.DeliveredSecond => DivideUp((Int128)price.Micro * price.Milliseconds, 1000),
            PriceUnit.ThousandCharacters => DivideUp((Int128)price.Micro * price.Characters, 1000),
            PriceUnit.Minute => DivideUp((Int128)price.Micro * DivideUp(price.Milliseconds, 1000), 60),
            PriceUnit.MillionTokens =>
                DivideUp(((Int128)price.Micro * inputTokens) + ((Int128)price.OutputMicro * outputTokens), TokensPerUnit),
            PriceUnit.MillionTokensRead => DivideUp((Int128)price.Micro * inputTokens, TokensPerUnit),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such unit."),
        };
        amount = Int128.Max(amount + price.ItemsMicro, price.MinimumMicro);
        return amount <= MicroCredits.Max ? (long)amount : null;
    }

    /// <summary>An amount grown in proportion to a value above a threshold.</summary>
    public static long Scale(long micro, decimal value, long above) =>
        value <= above ? micro : (long)Math.Min(decimal.Ceiling(micro * value / above), MicroCredits.Max);

    /// <summary>An amount with so much more for each one of a value; a value that is absent or negative adds nothing.</summary>
    public static long Add(long micro, long each, decimal? value) => value switch
    {
        not > 0 => micro,
        _ when each == 0 => micro,
        _ when value.Value >= (decimal)MicroCredits.Max / each => MicroCredits.Max,
        _ => (long)Math.Min(micro + decimal.Ceiling(value.Value * each), MicroCredits.Max),
    };

    private static Int128 DivideUp(Int128 dividend, long divisor) => (dividend + divisor - 1) / divisor;
}
