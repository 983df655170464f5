using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Telemetry;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Atelier.Services.Generations.Execution;

/// <summary>Copies a delivered result into our store and completes the generation with its charge.</summary>
internal sealed partial class StoreStep(
    ExecutionToolbox tools, IArtifactWriter writer, IPricing pricing, ILogger<StoreStep> logger)
{
    // Long enough for what is there to be heard; a crash within it is one before the note, which is taken up as such.
    private static readonly TimeSpan FirstBytesGoFirst = TimeSpan.FromMilliseconds(25);

    /// <summary>The vendor delivered: note that, copy everything, complete.</summary>
    public async Task<StepResult> DeliverAsync(Generation generation, ProviderResult delivered, CancellationToken cancellationToken)
    {
        // A listening caller hears the first bytes now: the notes of the database below need not be waited for, and wait for a moment themselves.
        var result = LiveMedia.Tee(delivered, tools.Live.Find(generation.Id) is { Previews: 0 } live ? live : null);
        await using (result)
        {
            await LiveMedia.HeardAsync(result, FirstBytesGoFirst, tools.Time, cancellationToken);
            if (result.Media.Count == 0)
            {
                // "Succeeded with nothing" is how some vendors say that moderation withheld the output.
                return await tools.FailAsync(
                    generation,
                    FailureErrors.Nothing,
                    new AttemptNote(AttemptState.Failed, ProviderFailureKind.ContentRefused),
                    result.VendorCostMicroUsd,
                    cancellationToken);
            }

            var deliver = ExecutionToolbox.Change(generation, GenerationTrigger.Deliver) with
            {
                Deadline = tools.Now + tools.Options.StoreTimeout,
                Attempt = new AttemptNote(AttemptState.Delivered),
                VendorCostMicroUsd = result.VendorCostMicroUsd,
            };
            var storing = await tools.ApplyAsync(generation, deliver, cancellationToken);
            return storing is null ? StepResult.Again : await StoreAsync(storing, result, cancellationToken);
        }
    }

    /// <summary>
    /// The row says a result was being copied, yet nobody is doing it. A vendor task is asked for its result again; a result that only
    /// existed in the answer of a submission is gone.
    /// </summary>
    public async Task<StepResult> RecoverAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (generation.VendorTaskId is null)
        {
            return await LoseResultAsync(generation, cancellationToken);
        }

        if (tools.FindProvider(generation) is not ProviderLookup.Found found)
        {
            return StepResult.After(tools.Options.MaxRequeueDelay);
        }

        var task = new ProviderTask(generation.VendorTaskId, generation.VendorModel, generation.Modality);
        switch (await found.Provider.PollAsync(task, cancellationToken))
        {
            case PollOutcome.Completed { Result.Media.Count: > 0 } completed:
                await using (completed.Result)
                {
                    return await StoreAsync(generation, completed.Result, cancellationToken);
                }

            case PollOutcome.Completed:
                return await tools.FailAsync(generation, FailureErrors.Nothing, null, cancellationToken);
            case PollOutcome.Failed failed:
                return await tools.FailAsync(generation, failed, cancellationToken);
            case PollOutcome.Unavailable unavailable:
                return StepResult.After(unavailable.PollAfter);
            case PollOutcome.Running running:
                return StepResult.After(running.PollAfter);
            default:
                throw new InvalidOperationException("Unexpected poll outcome.");
        }
    }

    private async Task<StepResult> StoreAsync(Generation generation, ProviderResult result, CancellationToken cancellationToken)
    {
        using var activity = ServiceTelemetry.Storing(result.Media.Count);
        var artifacts = new List<Artifact>(result.Media.Count);
        using var stop = tools.Interruptible(generation, cancellationToken);
        try
        {
            for (var index = 0; index < result.Media.Count; index++)
            {
                artifacts.Add(await StoreWithPatienceAsync(generation, index, result.Media[index], stop.Token));
            }
        }
        catch (StoreUnavailableException error)
        {
            LogStoreUnavailable(error, generation.Id);
            return await FetchAgainAsync(generation, cancellationToken);
        }
        catch (MediaUnavailableException error)
        {
            LogMediaUnavailable(error, generation.Id, error.Failure.Kind);
            return await FetchAgainAsync(generation, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return StepResult.Again;
        }

        return await CompleteAsync(generation, result, artifacts, cancellationToken);
    }

    /// <summary>
    /// A store that is away comes back; a result that was paid for does not. So the copy is tried until the state's deadline for as long as
    /// the media can be opened again.
    /// </summary>
    private async Task<Artifact> StoreWithPatienceAsync(Generation generation, int index, MediaSource media, CancellationToken cancellationToken)
    {
        var patience = new ResiliencePipelineBuilder { TimeProvider = tools.Time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is StoreUnavailableException && media.CanReopen && tools.Now < generation.Deadline),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = tools.Options.FaultDelay,
                MaxDelay = tools.Options.FaultDelay * 8,
                OnRetry = args =>
                {
                    LogStoreUnavailable(args.Outcome.Exception!, generation.Id);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        return await patience.ExecuteAsync(
            async token => await writer.StoreAsync(generation, index, media, token), cancellationToken);
    }

    private async Task<StepResult> CompleteAsync(
        Generation generation, ProviderResult result, List<Artifact> artifacts, CancellationToken cancellationToken)
    {
        // After a failover the lower of the two prices: the caller agreed to the first and got the second.
        var usage = DeliveredLength.In(result.Usage, artifacts);
        var charge = pricing.Charge(generation.PriceRule, usage, artifacts.Count);
        if (generation.ServedPriceRule is { } served)
        {
            charge = Math.Min(charge, pricing.Charge(served, usage, artifacts.Count));
        }

        var complete = ExecutionToolbox.Change(generation, GenerationTrigger.Complete) with
        {
            Artifacts = artifacts,
            CaptureMicro = Math.Clamp(charge, 0, generation.HeldMicro),
            Details = DetailsText.With(generation.Details, result.Details),
            Progress = 1,
            EstimatedCostMicroUsd = CostBook.Estimate(pricing, generation, usage, artifacts.Count),
        };
        LogCompleted(generation.Id, artifacts.Count, Credits.MicroCredits.Format(complete.CaptureMicro));
        return await tools.EndAsync(generation, complete, cancellationToken);
    }

    /// <summary>A result the vendor still keeps is fetched again after a while; one that came with the answer is lost with it.</summary>
    private async Task<StepResult> FetchAgainAsync(Generation generation, CancellationToken cancellationToken) =>
        generation.VendorTaskId is not null
            ? StepResult.After(tools.Options.FaultDelay)
            : await LoseResultAsync(generation, cancellationToken);

    private async Task<StepResult> LoseResultAsync(Generation generation, CancellationToken cancellationToken)
    {
        var abandoned = new AttemptNote(AttemptState.Abandoned);
        if (generation.SubmitPolicy == SubmitPolicy.AtMostOnce || generation.AttemptCount >= tools.Options.MaxAttempts)
        {
            return await tools.FailAsync(generation, FailureErrors.ResultLost, abandoned, cancellationToken);
        }

        var change = ExecutionToolbox.Change(generation, GenerationTrigger.Requeue) with
        {
            DueAt = tools.Now + tools.Options.FaultDelay,
            Deadline = tools.Now + tools.Options.QueueTimeout,
            Attempt = abandoned,
        };
        LogResultLost(generation.Id);
        await tools.ApplyAsync(generation, change, cancellationToken);
        return StepResult.Again;
    }
}
