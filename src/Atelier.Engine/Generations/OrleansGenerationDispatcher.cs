using Atelier.Services.Generations;

namespace Atelier.Engine.Generations;

/// <summary>Reaches the executor of a generation by one-way calls; a lost call is made good by recovery.</summary>
internal sealed class OrleansGenerationDispatcher(IGrainFactory grains) : IGenerationDispatcher
{
    public void Dispatch(string generationId) => grains.GetGrain<IGenerationGrain>(generationId).StartAsync().Ignore();

    public void Wake(string generationId) => grains.GetGrain<IGenerationGrain>(generationId).WakeAsync(interrupt: true).Ignore();
}
