using Atelier.Providers;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Generations.Execution;

/// <summary>Stops a generation: first at the vendor, as far as the vendor can be told, then here, with the hold released.</summary>
internal sealed partial class CancelStep(ExecutionToolbox tools, ILogger<CancelStep> logger)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    /// <summary>Carries out a request to cancel.</summary>
    public async Task<StepResult> RunAsync(Generation generation, CancellationToken cancellationToken)
    {
        var stopped = await StopVendorTaskAsync(generation, cancellationToken);
        if (!stopped && tools.Now - generation.UpdatedAt < tools.Options.CancelPatience)
        {
            return StepResult.After(AskAgain);
        }

        var change = ExecutionToolbox.Change(generation, GenerationTrigger.Cancel) with
        {
            Attempt = generation.AttemptCount > 0 ? new AttemptNote(AttemptState.Abandoned) : null,
        };
        return await tools.EndAsync(generation, change, cancellationToken);
    }

    /// <summary>Asks the vendor to stop the task, if there is one. Returns whether nothing is left to ask.</summary>
    public async Task<bool> StopVendorTaskAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (generation.VendorTaskId is not { } taskId || tools.FindProvider(generation) is not ProviderLookup.Found found)
        {
            return true;
        }

        try
        {
            var outcome = await found.Provider.CancelAsync(new ProviderTask(taskId, generation.VendorModel, generation.Modality), cancellationToken);
            if (outcome is CancelOutcome.Failed failed)
            {
                LogNotStopped(null, generation.Id, found.Provider.Name, failed.Failure.Kind);
                return !failed.Failure.Retryable;
            }

            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogNotStopped(error, generation.Id, found.Provider.Name, ProviderFailureKind.VendorFault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Provider} could not be told to stop generation {GenerationId}: {Kind}")]
    private partial void LogNotStopped(Exception? error, string generationId, string provider, ProviderFailureKind kind);
}
