using Atelier.Services.Generations;

namespace Atelier.Services.Credits.Books;

/// <summary>By what vendors' costs are grouped.</summary>
public enum CostGroup
{
    /// <summary>By the hour (UTC) at which the attempt began.</summary>
    Hour = 1,

    /// <summary>By the day (UTC).</summary>
    Day,

    /// <summary>By the month (UTC).</summary>
    Month,

    /// <summary>By the vendor that was asked.</summary>
    Vendor,

    /// <summary>By the vendor's name of the model.</summary>
    Model,
}

/// <summary>Which attempts: those that began in a period, whatever became of them.</summary>
/// <param name="Book">Live attempts went to vendors, those of the test book to the simulated ones.</param>
/// <param name="Since">From when on (inclusive); <see langword="null"/> from the beginning.</param>
/// <param name="Until">Until when (exclusive); <see langword="null"/> until now.</param>
public sealed record VendorCostQuery(Book Book, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    /// <summary>By what; of hour, day and month at most one.</summary>
    public IReadOnlyCollection<CostGroup> GroupBy { get; init; } = [];

    /// <summary>At most this many rows; <see langword="null"/> for all.</summary>
    public int? Limit { get; init; }
}

/// <summary>One group of attempts, in micro-USD. What is not grouped by is <see langword="null"/>.</summary>
public sealed record VendorCostRow
{
    /// <summary>Beginning of the hour, day or month, as <c>2026-11-24T13:00:00Z</c>.</summary>
    public string? Time { get; init; }

    public string? Vendor { get; init; }

    public string? VendorModel { get; init; }

    public long Attempts { get; init; }

    /// <summary>What they should have cost by the catalogue.</summary>
    public long EstimatedMicroUsd { get; init; }

    /// <summary>What vendors told that they cost.</summary>
    public long ReportedMicroUsd { get; init; }

    /// <summary>What the books count: as the vendor told, else by the catalogue, 0 where the vendor provably took nothing.</summary>
    public long CostMicroUsd { get; init; }
}

/// <summary>What one attempt cost.</summary>
/// <param name="Attempt">The attempt.</param>
public sealed record AttemptCost(Attempt Attempt)
{
    /// <summary>What the books count, in micro-USD.</summary>
    public long CostMicroUsd => Attempt switch
    {
        { VendorCostMicroUsd: { } told } => told,
        { State: AttemptState.Refused or AttemptState.Failed } => 0,
        _ => Attempt.EstimatedCostMicroUsd ?? 0,
    };
}
