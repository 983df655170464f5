using System.Globalization;
using Atelier.Services.Credits.Books;

namespace Atelier.Api.Books;

/// <summary>What one group of attempts cost at vendors, in US dollars. Members that were not grouped by are absent.</summary>
internal sealed record VendorCostResource
{
    public string Object { get; } = "vendor_cost";

    /// <summary>Beginning of the hour, day or month (UTC).</summary>
    public DateTime? Time { get; init; }

    public string? Vendor { get; init; }

    /// <summary>The model as the vendor names it.</summary>
    public string? VendorModel { get; init; }

    public required long Attempts { get; init; }

    /// <summary>What they should have cost by the catalogue.</summary>
    public required decimal EstimatedUsd { get; init; }

    /// <summary>What the vendor told that they cost.</summary>
    public required decimal ReportedUsd { get; init; }

    /// <summary>What counts: as the vendor told, else as estimated, 0 where the vendor provably took nothing.</summary>
    public required decimal CostUsd { get; init; }

    public static VendorCostResource From(VendorCostRow row) => new()
    {
        Time = row.Time is null ? null : DateTime.Parse(row.Time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
        Vendor = row.Vendor,
        VendorModel = row.VendorModel,
        Attempts = row.Attempts,
        EstimatedUsd = UsageResource.Usd(row.EstimatedMicroUsd),
        ReportedUsd = UsageResource.Usd(row.ReportedMicroUsd),
        CostUsd = UsageResource.Usd(row.CostMicroUsd),
    };
}
