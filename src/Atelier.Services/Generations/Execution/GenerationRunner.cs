using Microsoft.Extensions.Logging;

namespace Atelier.Services.Generations.Execution;

/// <summary>
/// Reads the row and does what its state calls for. Holds no truth: each decision is a fenced transition, so a second executor of the same
/// generation, or one that slept through its own succession, can neither submit twice nor charge twice.
/// </summary>
internal sealed partial class GenerationRunner(
    IGenerationStore store,
    ExecutionToolbox tools,
    SubmitStep submit,
    PollStep poll,
    StoreStep storing,
    CancelStep cancel,
    StepInterrupts interrupts,
    ILogger<GenerationRunner> logger) : IGenerationRunner
{
    public async Task<StepResult> StepAsync(string generationId, CancellationToken cancellationToken)
    {
        using var step = interrupts.Begin(generationId);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var generation = await store.FindAsync(generationId, cancellationToken);
            if (generation is null || generation.State.IsFinished())
            {
                return StepResult.Done;
            }

            var result = await StepAsync(generation, cancellationToken);
            if (result != StepResult.Again)
            {
                return result;
            }
        }
    }

    public void Interrupt(string generationId) => interrupts.Interrupt(generationId);

    private async Task<StepResult> StepAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (generation.Owner is not null && generation.Owner != tools.Node)
        {
            LogTakenOver(generation.Id, generation.State, generation.Owner);
            await tools.ClaimAsync(generation, cancellationToken);
            return StepResult.Again;
        }

        if (generation.CancelRequested)
        {
            return await cancel.RunAsync(generation, cancellationToken);
        }

        if (tools.Now >= generation.Deadline)
        {
            return await ExpireAsync(generation, cancellationToken);
        }

        if (generation.DueAt is { } due && due > tools.Now)
        {
            return StepResult.After(due - tools.Now);
        }

        return generation.State switch
        {
            GenerationState.Queued => await submit.StartAsync(generation, cancellationToken),
            GenerationState.Submitting => await submit.RecoverAsync(generation, cancellationToken),
            GenerationState.Running => await poll.RunAsync(generation, cancellationToken),
            GenerationState.Storing => await storing.RecoverAsync(generation, cancellationToken),
            GenerationState.Unknown => StepResult.After(generation.Deadline - tools.Now),
            _ => throw new InvalidOperationException($"A {generation.State.ToWire()} generation has no step."),
        };
    }

    /// <summary>Nothing waits for ever: what passed its deadline fails, with its hold released.</summary>
    private async Task<StepResult> ExpireAsync(Generation generation, CancellationToken cancellationToken)
    {
        LogExpired(generation.Id, generation.State);
        switch (generation.State)
        {
            case GenerationState.Queued:
                return await tools.FailAsync(generation, FailureErrors.QueueTimeout, null, cancellationToken);
            case GenerationState.Submitting:
                // The call itself has its own limit; being here means its answer was lost with the process that asked.
                return await submit.RecoverAsync(generation, cancellationToken);
            case GenerationState.Running:
                await cancel.StopVendorTaskAsync(generation, cancellationToken);
                return await tools.FailAsync(generation, FailureErrors.RunTimeout, new AttemptNote(AttemptState.Failed), cancellationToken);
            case GenerationState.Storing:
                return await tools.FailAsync(generation, FailureErrors.StoreTimeout, null, cancellationToken);
            default:
                return await tools.FailAsync(generation, FailureErrors.OutcomeUnknown, null, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} ({State}) is taken over from {FormerOwner}")]
    private partial void LogTakenOver(string generationId, GenerationState state, string? formerOwner);

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} passed its deadline while {State}")]
    private partial void LogExpired(string generationId, GenerationState state);
}
