namespace Atelier.Engine.Gates;

/// <summary>Hands out leases for one vendor account across the cluster; the key is the gate's name, for example <c>runway:live</c>.</summary>
internal interface IVendorGateGrain : IGrainWithStringKey
{
    /// <summary>Asks for a lease; <see cref="TimeSpan.Zero"/> grants it, anything else says how long to wait before asking again.</summary>
    Task<TimeSpan> AcquireAsync(string generationId);

    /// <summary>Gives a lease, or a place in the queue, back.</summary>
    Task ReleaseAsync(string generationId);

    /// <summary>Grants nothing until it is told to again.</summary>
    Task DrainAsync(bool draining);

    /// <summary>How it stands.</summary>
    Task<GateState> StateAsync();

    /// <summary>Grants nothing for a while.</summary>
    Task CloseAsync(TimeSpan duration);
}

/// <summary>How a gate stands.</summary>
[GenerateSerializer]
internal sealed record GateState(
    [property: Id(0)] bool Draining,
    [property: Id(1)] int Limit,
    [property: Id(2)] int UnderWay,
    [property: Id(3)] int Waiting,
    [property: Id(4)] DateTimeOffset? ClosedUntil);
