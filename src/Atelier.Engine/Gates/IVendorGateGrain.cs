namespace Atelier.Engine.Gates;

/// <summary>Hands out leases for one vendor account across the cluster; the key is the gate's name, for example <c>runway:live</c>.</summary>
internal interface IVendorGateGrain : IGrainWithStringKey
{
    /// <summary>Asks for a lease; <see cref="TimeSpan.Zero"/> grants it, anything else says how long to wait before asking again.</summary>
    Task<TimeSpan> AcquireAsync(string generationId);

    /// <summary>Gives a lease, or a place in the queue, back.</summary>
    Task ReleaseAsync(string generationId);

    /// <summary>Grants nothing for a while.</summary>
    Task CloseAsync(TimeSpan duration);
}
