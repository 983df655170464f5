using Atelier.Services.Generations;

namespace Atelier.Engine.Gates;

/// <summary>Reaches the gate's grain for operators.</summary>
internal sealed class GrainVendorDrain(IGrainFactory grains) : IVendorDrain
{
    public Task DrainAsync(string gate, CancellationToken cancellationToken) => SetAsync(gate, draining: true, cancellationToken);

    public Task ResumeAsync(string gate, CancellationToken cancellationToken) => SetAsync(gate, draining: false, cancellationToken);

    public async Task<VendorGateStatus> StatusAsync(string gate, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = await grains.GetGrain<IVendorGateGrain>(gate).StateAsync();
        return new VendorGateStatus(state.Draining, state.Limit, state.UnderWay, state.Waiting, state.ClosedUntil);
    }

    private Task SetAsync(string gate, bool draining, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return grains.GetGrain<IVendorGateGrain>(gate).DrainAsync(draining);
    }
}
