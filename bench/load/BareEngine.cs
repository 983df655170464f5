using Atelier.Services.Generations;

namespace Atelier.Load;

/// <summary>No engine at all: a task for each generation that steps and waits. No recovery, no gate, no cluster. The yardstick.</summary>
internal sealed class BareEngine(TimeProvider time) : IGenerationDispatcher, IVendorGate, INodeDirectory
{
    /// <summary>Set after the container is built: the runner needs this class first.</summary>
    public IGenerationRunner? Runner { get; set; }

    public string Current => "bare";

    public IReadOnlyCollection<string> Live => [Current];

    public void Dispatch(string generationId) => _ = Task.Run(async () =>
    {
        while (true)
        {
            var step = await Runner!.StepAsync(generationId, CancellationToken.None);
            if (step.Finished)
            {
                return;
            }

            await Task.Delay(step.NextAfter, time, CancellationToken.None);
        }
    });

    public void Wake(string generationId)
    {
        // Nothing is cancelled in a measurement.
    }

    public Task<GateAnswer> AcquireAsync(string gate, string generationId, CancellationToken cancellationToken) => Task.FromResult(GateAnswer.Go);

    public Task ReleaseAsync(string gate, string generationId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CloseAsync(string gate, TimeSpan duration, CancellationToken cancellationToken) => Task.CompletedTask;
}
