using Atelier.Services.Generations;

namespace Atelier.Services.Credits.Books;

/// <summary>Statements, usage and costs, all read from the ledger.</summary>
public interface IBookService
{
    /// <summary>The balance at the beginning and at the end of a period, and what moved between: exactly, to the last micro-credit.</summary>
    Task<Statement> StatementAsync(StatementQuery query, CancellationToken cancellationToken);

    /// <summary>The moves of a period, oldest first, as a stream of any length.</summary>
    IAsyncEnumerable<LedgerMove> MovesAsync(StatementQuery query, CancellationToken cancellationToken);

    /// <summary>What was charged, and what it cost, grouped; as a stream of any length, ordered by the groups.</summary>
    IAsyncEnumerable<UsageRow> UsageAsync(UsageQuery query, CancellationToken cancellationToken);

    /// <summary>What attempts cost at vendors, grouped, ordered by the groups: to hold beside a vendor's bill.</summary>
    IAsyncEnumerable<VendorCostRow> VendorCostsAsync(VendorCostQuery query, CancellationToken cancellationToken);

    /// <summary>The same attempts one by one, oldest first, as a stream of any length.</summary>
    IAsyncEnumerable<AttemptCost> AttemptsAsync(VendorCostQuery query, CancellationToken cancellationToken);
}

/// <summary>Whose statement, and of when.</summary>
/// <param name="PayerId">The user or team; <see langword="null"/> for everybody together.</param>
/// <param name="Book">Which book; <see langword="null"/> for both.</param>
/// <param name="Since">From when on (inclusive); <see langword="null"/> from the beginning.</param>
/// <param name="Until">Until when (exclusive); <see langword="null"/> until now.</param>
public sealed record StatementQuery(string? PayerId, Book? Book, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    /// <summary>Only moves of this generation.</summary>
    public string? GenerationId { get; init; }
}

/// <summary>A balance at both ends of a period. Amounts in micro-credits; available and held together unless said otherwise.</summary>
public sealed record Statement
{
    /// <summary>Available at the beginning.</summary>
    public long OpeningAvailableMicro { get; init; }

    /// <summary>Held at the beginning.</summary>
    public long OpeningHeldMicro { get; init; }

    /// <summary>Given by operators, less what they took back as grants.</summary>
    public long GrantedMicro { get; init; }

    /// <summary>Brought by codes.</summary>
    public long ToppedUpMicro { get; init; }

    /// <summary>Corrections.</summary>
    public long AdjustedMicro { get; init; }

    /// <summary>Gone because its time was over; not positive.</summary>
    public long ExpiredMicro { get; init; }

    /// <summary>Charged for generations; not positive.</summary>
    public long ChargedMicro { get; init; }

    /// <summary>Available at the end.</summary>
    public long ClosingAvailableMicro { get; init; }

    /// <summary>Held at the end.</summary>
    public long ClosingHeldMicro { get; init; }

    /// <summary>How many moves there were.</summary>
    public long Moves { get; init; }

    /// <summary>What the parts do not explain: always zero.</summary>
    public long DifferenceMicro =>
        OpeningAvailableMicro + OpeningHeldMicro + GrantedMicro + ToppedUpMicro + AdjustedMicro + ExpiredMicro + ChargedMicro
        - ClosingAvailableMicro - ClosingHeldMicro;
}

/// <summary>By what usage is grouped.</summary>
public enum UsageGroup
{
    /// <summary>By the hour (UTC) of the charge.</summary>
    Hour = 1,

    /// <summary>By the day (UTC).</summary>
    Day,

    /// <summary>By the month (UTC).</summary>
    Month,

    /// <summary>By the user who asked.</summary>
    User,

    /// <summary>By the team that paid.</summary>
    Team,

    /// <summary>By the key, or browser session.</summary>
    Key,

    /// <summary>By the catalogue id that was asked for.</summary>
    Model,

    /// <summary>By the vendor that made it.</summary>
    Vendor,
}

/// <summary>Which usage, and how it is grouped.</summary>
/// <param name="Period">Whose, and of when.</param>
/// <param name="GroupBy">By what; of hour, day and month at most one.</param>
public sealed record UsageQuery(StatementQuery Period, IReadOnlyCollection<UsageGroup> GroupBy)
{
    /// <summary>Only generations of this user.</summary>
    public string? UserId { get; init; }

    /// <summary>At most this many rows; <see langword="null"/> for all.</summary>
    public int? Limit { get; init; }
}

/// <summary>One group. What is not grouped by is <see langword="null"/>.</summary>
public sealed record UsageRow
{
    /// <summary>Beginning of the hour, day or month, as <c>2026-11-24T13:00:00Z</c>.</summary>
    public string? Time { get; init; }

    public string? UserId { get; init; }

    public string? TeamId { get; init; }

    public string? KeyId { get; init; }

    public string? Model { get; init; }

    public string? Vendor { get; init; }

    /// <summary>Generations that ended, charged or not.</summary>
    public long Generations { get; init; }

    /// <summary>Charged, in micro-credits.</summary>
    public long ChargedMicro { get; init; }

    /// <summary>What their attempts cost at vendors, in micro-USD: as the vendor told, else by the catalogue, 0 where the vendor provably took nothing.</summary>
    public long CostMicroUsd { get; init; }

    /// <summary>The part of the cost that vendors told.</summary>
    public long ReportedCostMicroUsd { get; init; }
}
