using Atelier.Services.Generations;

namespace Atelier.Api.Admin;

/// <summary>The gate of a vendor's live account, over all nodes.</summary>
internal sealed record VendorGateResource
{
    /// <summary>Whether an operator stopped new submissions.</summary>
    public required bool Draining { get; init; }

    /// <summary>Most generations under way at once.</summary>
    public required int Limit { get; init; }

    public required int UnderWay { get; init; }

    /// <summary>Generations that wait for their turn.</summary>
    public required int Waiting { get; init; }

    /// <summary>Until when nothing is submitted because the vendor asked to slow down.</summary>
    public DateTime? ClosedUntil { get; init; }

    public static VendorGateResource From(VendorGateStatus status) => new()
    {
        Draining = status.Draining,
        Limit = status.Limit,
        UnderWay = status.UnderWay,
        Waiting = status.Waiting,
        ClosedUntil = status.ClosedUntil?.UtcDateTime,
    };
}
