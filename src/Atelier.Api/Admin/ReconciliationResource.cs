using Atelier.Services.Credits;

namespace Atelier.Api.Admin;

/// <summary>The books checked against each other.</summary>
internal sealed record ReconciliationResource
{
    public string Object { get; } = "reconciliation";

    /// <summary>Whether everything below is zero.</summary>
    public required bool Clean { get; init; }

    /// <summary>Sum of all postings, in credits.</summary>
    public required decimal PostingSum { get; init; }

    /// <summary>Moves whose postings do not sum to zero.</summary>
    public required int UnbalancedMoves { get; init; }

    /// <summary>Balances that differ from the sum of their postings.</summary>
    public required int AvailableDifferences { get; init; }

    /// <summary>Held credits that differ from the holds of unfinished generations.</summary>
    public required int HeldDifferences { get; init; }

    /// <summary>Balances below zero.</summary>
    public required int NegativeBalances { get; init; }

    /// <summary>Finished generations without exactly one capture or release.</summary>
    public required int FinishedWithoutEnd { get; init; }

    /// <summary>Grants that expired beyond their amount, and codes that were not redeemed exactly once.</summary>
    public required int SourceDifferences { get; init; }

    public static ReconciliationResource From(Reconciliation found) => new()
    {
        Clean = found.IsClean,
        PostingSum = MicroCredits.ToCredits(found.PostingSumMicro),
        UnbalancedMoves = found.UnbalancedMoves,
        AvailableDifferences = found.AvailableDifferences,
        HeldDifferences = found.HeldDifferences,
        NegativeBalances = found.NegativeBalances,
        FinishedWithoutEnd = found.FinishedWithoutEnd,
        SourceDifferences = found.SourceDifferences,
    };
}
