using System.Globalization;

namespace Atelier.Services.Credits;

/// <summary>
/// Money is a <see cref="long"/> of micro-credits (1 credit = 1,000,000), never floating point. This class converts at the edges:
/// JSON and people see credits as decimal numbers with at most six places.
/// </summary>
public static class MicroCredits
{
    /// <summary>Micro-credits in one credit.</summary>
    public const long PerCredit = 1_000_000;

    /// <summary>Largest amount accepted anywhere, in micro-credits (one billion credits).</summary>
    public const long Max = 1_000_000_000 * PerCredit;

    /// <summary>As credits, exactly.</summary>
    public static decimal ToCredits(long micro) => (decimal)micro / PerCredit;

    /// <summary>As micro-credits; <see langword="false"/> when it has more than six places or is out of range.</summary>
    public static bool TryFromCredits(decimal credits, out long micro)
    {
        micro = 0;
        if (Math.Abs(credits) > Max / PerCredit)
        {
            return false;
        }

        var scaled = credits * PerCredit;
        if (scaled != decimal.Truncate(scaled))
        {
            return false;
        }

        micro = (long)scaled;
        return true;
    }

    /// <summary>As text for people, without needless zeros: <c>12.5</c>.</summary>
    public static string Format(long micro) => ToCredits(micro).ToString("0.######", CultureInfo.InvariantCulture);
}
