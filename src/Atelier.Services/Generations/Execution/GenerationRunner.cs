using System.Diagnostics;
using Atelier.Services.Persistence;
using Atelier.Services.Telemetry;
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
    ShareStep sharing,
    IResultCache results,
    IGenerationDispatcher dispatcher,
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
                await WakeFollowersAsync(generation, cancellationToken);
                return StepResult.Done;
            }

            var result = await TraceAsync(generation, cancellationToken);
            if (result.Finished)
            {
                await WakeFollowersAsync(generation, cancellationToken);
            }

            if (result != StepResult.Again)
            {
                return WithinDeadline(result, generation);
            }
        }
    }

    public void Interrupt(string generationId) => interrupts.Interrupt(generationId);

    /// <summary>Whatever a vendor asks to wait, a deadline that is still to come is not slept through.</summary>
    private StepResult WithinDeadline(StepResult result, Generation generation)
    {
        var left = generation.Deadline - tools.Now;
        return !result.Finished && left > TimeSpan.Zero && left < result.NextAfter ? StepResult.After(left) : result;
    }

    /// <summary>A step is part of the trace of the request that made the generation, whichever process takes it.</summary>
    private async Task<StepResult> TraceAsync(Generation generation, CancellationToken cancellationToken)
    {
        var (caller, waits) = (Activity.Current, generation.DueAt > tools.Now && !generation.CancelRequested);
        if (waits || StepName(generation) is not { } name)
        {
            return await StepAsync(generation, cancellationToken);
        }

        using var step = ServiceTelemetry.Step(name, generation);
        try
        {
            return await StepAsync(generation, cancellationToken);
        }
        catch (Exception error)
        {
            step?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            throw;
        }
        finally
        {
            step?.Stop();
            Activity.Current = caller;
        }
    }

    private static string? StepName(Generation generation) => generation.CancelRequested ? "generation.cancel" : generation.State switch
    {
        GenerationState.Queued => generation.LeaderId is null ? "generation.submit" : "generation.share",
        GenerationState.Submitting or GenerationState.Storing => "generation.recover",
        GenerationState.Running => "generation.poll",
        _ => null,
    };

    private async Task WakeFollowersAsync(Generation? leader, CancellationToken cancellationToken)
    {
        if (leader is { CacheKey: not null, LeaderId: null })
        {
            foreach (var follower in await results.FollowersOfAsync(leader.Id, cancellationToken))
            {
                dispatcher.Wake(follower);
            }
        }
    }

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
            GenerationState.Queued when generation.LeaderId is not null => await sharing.RunAsync(generation, cancellationToken),
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
