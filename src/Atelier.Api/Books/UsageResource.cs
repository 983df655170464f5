using System.Globalization;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;

namespace Atelier.Api.Books;

/// <summary>What one group of generations used. Members that were not grouped by are absent.</summary>
internal sealed record UsageResource
{
    public string Object { get; } = "usage";

    /// <summary>Beginning of the hour, day or month (UTC).</summary>
    public DateTime? Time { get; init; }

    public string? UserId { get; init; }

    public string? TeamId { get; init; }

    public string? KeyId { get; init; }

    public string? Model { get; init; }

    public string? Vendor { get; init; }

    /// <summary>Generations that ended, charged or not.</summary>
    public required long Generations { get; init; }

    /// <summary>Credits charged.</summary>
    public required decimal Charged { get; init; }

    /// <summary>For operators: what it cost at vendors, in US dollars, as they told, else by the catalogue.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>For operators: the part of the cost that vendors told.</summary>
    public decimal? ReportedCostUsd { get; init; }

    /// <summary>For operators: what was charged, at 0.01 US dollars a credit, less the cost.</summary>
    public decimal? MarginUsd { get; init; }

    public static UsageResource From(UsageRow row, bool withCosts) => new()
    {
        Time = row.Time is null ? null : DateTime.Parse(row.Time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
        UserId = row.UserId,
        TeamId = row.TeamId,
        KeyId = row.KeyId,
        Model = row.Model,
        Vendor = row.Vendor,
        Generations = row.Generations,
        Charged = MicroCredits.ToCredits(row.ChargedMicro),
        CostUsd = withCosts ? Usd(row.CostMicroUsd) : null,
        ReportedCostUsd = withCosts ? Usd(row.ReportedCostMicroUsd) : null,
        MarginUsd = withCosts ? MarginOf(row) : null,
    };

    public static decimal Usd(long micro) => micro / 1_000_000m;

    // One credit is meant as 0.01 USD.
    public static decimal MarginOf(UsageRow row) => (MicroCredits.ToCredits(row.ChargedMicro) / 100) - Usd(row.CostMicroUsd);
}
