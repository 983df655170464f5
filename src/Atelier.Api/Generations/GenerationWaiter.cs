using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.Extensions.Hosting;

namespace Atelier.Api.Generations;

/// <summary>Waits for a generation on behalf of a caller, but never holds up the end of the server.</summary>
internal sealed class GenerationWaiter(IGenerationService generations, IHostApplicationLifetime lifetime)
{
    public async Task<Result<GenerationView>> WaitAsync(
        Caller caller, string id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            return await generations.WaitAsync(caller, id, atMost, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await generations.GetAsync(caller, id, cancellationToken);
        }
    }
}
