namespace Atelier.Services.Generations;

/// <summary>
/// Lets an operator stop the work of one vendor account, cluster-wide: nothing new is submitted, what is under way is polled to its end.
/// Implemented by the engine.
/// </summary>
public interface IVendorDrain
{
    /// <summary>Grants no more leases. Safe to repeat. Lasts until it is taken back, or until the node that holds the gate stops.</summary>
    Task DrainAsync(string gate, CancellationToken cancellationToken);

    /// <summary>Grants leases again, first to those that waited longest. Safe to repeat.</summary>
    Task ResumeAsync(string gate, CancellationToken cancellationToken);

    /// <summary>How the gate stands.</summary>
    Task<VendorGateStatus> StatusAsync(string gate, CancellationToken cancellationToken);
}

/// <summary>A vendor account's gate, over all nodes.</summary>
/// <param name="Draining">Whether an operator stopped it.</param>
/// <param name="Limit">Most generations under way at once.</param>
/// <param name="UnderWay">Generations under way.</param>
/// <param name="Waiting">Generations that wait for their turn.</param>
/// <param name="ClosedUntil">Until when nothing is submitted because the vendor asked to slow down; <see langword="null"/> when it is open.</param>
public sealed record VendorGateStatus(bool Draining, int Limit, int UnderWay, int Waiting, DateTimeOffset? ClosedUntil);
