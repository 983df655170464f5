using Atelier.Services.Credits;

namespace Atelier.Services.Catalogue;

/// <summary>What the unit of a price is.</summary>
public enum PriceUnit
{
    /// <summary>One price for each request.</summary>
    Flat = 1,

    /// <summary>Times the number of pictures.</summary>
    Image,

    /// <summary>Times the seconds of media made.</summary>
    Second,

    /// <summary>Times the characters read, by the thousand, started thousands in proportion.</summary>
    ThousandCharacters,

    /// <summary>Times the minutes of media read, by the second.</summary>
    Minute,

    /// <summary>Times the tokens read and written, by the million.</summary>
    MillionTokens,

    /// <summary>Times the tokens read, by the million: for models that write none.</summary>
    MillionTokensRead,

    /// <summary>Times the seconds of media delivered, for models that choose the length themselves.</summary>
    DeliveredSecond,
}

/// <summary>A price: a unit and rules tried in order; the first whose conditions all hold applies.</summary>
/// <param name="Unit">What the amounts are for.</param>
/// <param name="Rules">At least one; the last should have no conditions.</param>
/// <param name="Version">SHA-256 prefix of the price's canonical JSON: changes whenever the price does.</param>
public sealed record ModelPrice(PriceUnit Unit, IReadOnlyList<PriceRule> Rules, string Version)
{
    /// <summary>The input whose media are counted by the minute; <see langword="null"/> counts all that is played.</summary>
    public string? LengthOf { get; init; }

    /// <summary>Seconds that can be delivered at most, which are held; only for <see cref="PriceUnit.DeliveredSecond"/>.</summary>
    public int LongestSeconds { get; init; }
}

/// <summary>One rule of a price.</summary>
/// <param name="When">Input names and the value (as text) each must have; empty always holds.</param>
/// <param name="Micro">Micro-credits per unit; for tokens, per million read.</param>
/// <param name="OutputMicro">Micro-credits per million tokens written; only for tokens.</param>
public sealed record PriceRule(IReadOnlyDictionary<string, string> When, long Micro, long OutputMicro = 0)
{
    /// <summary>The smallest charge, in micro-credits.</summary>
    public long MinimumMicro { get; init; }

    /// <summary>
    /// An input name whose value, when larger than <see cref="ScaleAbove"/>, raises the amount in proportion (value / <see cref="ScaleAbove"/>);
    /// <see langword="null"/> for none.
    /// </summary>
    public string? ScaleInput { get; init; }

    /// <summary>See <see cref="ScaleInput"/>.</summary>
    public long ScaleAbove { get; init; }

    /// <summary>
    /// An input name whose value, times <see cref="AddMicro"/>, is added to the amount; <see langword="null"/> for none.
    /// </summary>
    public string? AddInput { get; init; }

    /// <summary>Micro-credits for each one of <see cref="AddInput"/>.</summary>
    public long AddMicro { get; init; }

    /// <summary>
    /// An input name whose items are charged on their own, once for a request whatever its unit counts; <see langword="null"/> for none.
    /// </summary>
    public string? ItemInput { get; init; }

    /// <summary>Micro-credits for each item of <see cref="ItemInput"/>.</summary>
    public long ItemMicro { get; init; }
}
