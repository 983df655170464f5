using Atelier.Services.Generations;

namespace Atelier.Engine.Gates;

/// <summary>Reaches the gate's grain.</summary>
internal sealed class GrainVendorGate(IGrainFactory grains) : IVendorGate
{
    public async Task<GateAnswer> AcquireAsync(string gate, string generationId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wait = await grains.GetGrain<IVendorGateGrain>(gate).AcquireAsync(generationId);
        return wait == TimeSpan.Zero ? GateAnswer.Go : GateAnswer.Wait(wait);
    }

    public Task ReleaseAsync(string gate, string generationId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return grains.GetGrain<IVendorGateGrain>(gate).ReleaseAsync(generationId);
    }

    public Task CloseAsync(string gate, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return grains.GetGrain<IVendorGateGrain>(gate).CloseAsync(duration);
    }
}
