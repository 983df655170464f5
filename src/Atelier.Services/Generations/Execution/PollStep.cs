using Atelier.Providers;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Generations.Execution;

/// <summary>Asks the vendor how an accepted task is doing.</summary>
internal sealed partial class PollStep(ExecutionToolbox tools, StoreStep storing, ILogger<PollStep> logger)
{
    /// <summary>Asks once and writes down what is new.</summary>
    public async Task<StepResult> RunAsync(Generation generation, CancellationToken cancellationToken)
    {
        switch (tools.FindProvider(generation))
        {
            case ProviderLookup.Found found:
                var outcome = await AskAsync(generation, found.Provider, cancellationToken);
                return await ConcludeAsync(generation, outcome, cancellationToken);
            case ProviderLookup.NotConfigured missing:
                // The task is still running at the vendor: wait for the setting to come back rather than abandon what was paid for.
                LogNotConfigured(generation.Id, missing.MissingSetting);
                return StepResult.After(tools.Options.MaxRequeueDelay);
            default:
                return await tools.FailAsync(generation, FailureErrors.UnknownProvider(generation.Provider), null, cancellationToken);
        }
    }

    /// <summary>Asks the vendor; a provider that throws counts as a question that got no answer.</summary>
    public async Task<PollOutcome> AskAsync(Generation generation, IGenerationProvider provider, CancellationToken cancellationToken)
    {
        var task = new ProviderTask(generation.VendorTaskId!, generation.VendorModel, generation.Modality);
        try
        {
            return await provider.PollAsync(task, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogProviderThrew(error, generation.Id, provider.Name);
            return new PollOutcome.Unavailable(
                new ProviderFailure(ProviderFailureKind.VendorFault, "The provider failed in an unexpected way.") { Retryable = true }, tools.Options.FaultDelay);
        }
    }

    private async Task<StepResult> ConcludeAsync(Generation generation, PollOutcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case PollOutcome.Running running:
                return await NoteProgressAsync(generation, running, cancellationToken);
            case PollOutcome.Completed completed:
                return await storing.DeliverAsync(generation, completed.Result, cancellationToken);
            case PollOutcome.Failed failed:
                LogVendorFailed(generation.Id, generation.Provider, failed.Failure.Kind);
                return await tools.FailAsync(generation, failed, cancellationToken);
            case PollOutcome.Unavailable unavailable:
                LogUnavailable(generation.Id, generation.Provider, unavailable.Failure.Kind);
                return StepResult.After(unavailable.PollAfter);
            default:
                throw new InvalidOperationException($"Unexpected outcome {outcome.GetType().Name}.");
        }
    }

    /// <summary>Progress that moved is worth an event; a poll that brought nothing new writes nothing.</summary>
    private async Task<StepResult> NoteProgressAsync(Generation generation, PollOutcome.Running running, CancellationToken cancellationToken)
    {
        var wait = Jittered(running.PollAfter);
        if (running.Progress is not { } progress || progress <= (generation.Progress ?? -1))
        {
            return StepResult.After(wait);
        }

        var change = ExecutionToolbox.Change(generation, GenerationTrigger.Progress) with
        {
            Progress = Math.Clamp(progress, 0, 1),
            DueAt = tools.Now + wait,
        };
        var noted = await tools.ApplyAsync(generation, change, cancellationToken);
        return noted is null ? StepResult.Again : StepResult.After(wait);
    }

    /// <summary>Spreads the polls of generations accepted at the same moment by up to a tenth.</summary>
    private static TimeSpan Jittered(TimeSpan wait) => wait * (1 + (Random.Shared.NextDouble() / 10));

    [LoggerMessage(LogLevel.Information, "{Provider} gave up on generation {GenerationId}: {Kind}")]
    private partial void LogVendorFailed(string generationId, string provider, ProviderFailureKind kind);

    [LoggerMessage(LogLevel.Warning, "{Provider} could not be asked about generation {GenerationId}: {Kind}")]
    private partial void LogUnavailable(string generationId, string provider, ProviderFailureKind kind);

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} runs at a vendor that is not configured any more: {Setting} is missing")]
    private partial void LogNotConfigured(string generationId, string setting);

    [LoggerMessage(LogLevel.Error, "Provider {Provider} threw while polling generation {GenerationId}")]
    private partial void LogProviderThrew(Exception error, string generationId, string provider);
}
