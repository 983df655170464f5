using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Generations.Execution;

/// <summary>Asks the vendor, once per recorded attempt, and writes down what came of it.</summary>
internal sealed partial class SubmitStep(
    ExecutionToolbox tools, IMediaResolver media, IModelCatalogue catalogue, IPricing pricing, StoreStep storing, FailoverStep failover, ILogger<SubmitStep> logger)
{
    private static readonly TimeSpan DefaultSubmitTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DefaultRunTimeout = TimeSpan.FromMinutes(30);

    /// <summary>Begins a fresh attempt of a queued generation.</summary>
    public Task<StepResult> StartAsync(Generation generation, CancellationToken cancellationToken) =>
        AttemptAsync(generation, GenerationTrigger.Start, cancellationToken);

    /// <summary>
    /// The row says an attempt was under way, yet nobody is making it: its answer died with the process that asked. Whether to ask again is
    /// the generation's submit policy to say.
    /// </summary>
    public async Task<StepResult> RecoverAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (generation.SubmitPolicy == SubmitPolicy.AtMostOnce)
        {
            return await LoseTrackAsync(generation, new AttemptNote(AttemptState.Unknown, ProviderFailureKind.UnknownOutcome), cancellationToken);
        }

        if (generation.AttemptCount >= tools.Options.MaxAttempts)
        {
            return await tools.FailAsync(generation, FailureErrors.OutcomeUnknown, new AttemptNote(AttemptState.Abandoned), cancellationToken);
        }

        return await AttemptAsync(generation, GenerationTrigger.Resubmit, cancellationToken);
    }

    private async Task<StepResult> AttemptAsync(Generation generation, GenerationTrigger trigger, CancellationToken cancellationToken)
    {
        switch (tools.FindProvider(generation))
        {
            case ProviderLookup.NotConfigured missing when trigger == GenerationTrigger.Start:
                var (diverted, noted) = await failover.TryAsync(generation, "vendor_not_configured", null, cancellationToken);
                return diverted ?? await tools.FailAsync(noted, FailureErrors.NotConfigured(missing.MissingSetting), null, cancellationToken);
            case ProviderLookup.NotConfigured missing:
                return await tools.FailAsync(generation, FailureErrors.NotConfigured(missing.MissingSetting), null, cancellationToken);
            case ProviderLookup.Found found:
                var gate = await tools.Gate.AcquireAsync(ExecutionToolbox.GateName(generation), generation.Id, cancellationToken);
                return gate.Granted
                    ? await AttemptAsync(generation, trigger, found.Provider, cancellationToken)
                    : await WaitForGateAsync(generation, gate.AskAgainAfter, cancellationToken);
            default:
                return await tools.FailAsync(generation, FailureErrors.UnknownProvider(generation.Provider), null, cancellationToken);
        }
    }

    /// <summary>A generation that has to wait is claimed, so that recovery can tell it from one whose dispatch got lost.</summary>
    private async Task<StepResult> WaitForGateAsync(Generation generation, TimeSpan wait, CancellationToken cancellationToken)
    {
        // Nothing was sent yet, so nothing can have been taken.
        if (generation.State == GenerationState.Queued && failover.Prefers(generation, wait)
            && (await failover.TryAsync(generation, "vendor_rate_limited", null, cancellationToken)).Result is { } diverted)
        {
            return diverted;
        }

        if (generation.Owner is null && await tools.ClaimAsync(generation, cancellationToken) is null)
        {
            return StepResult.Again;
        }

        return StepResult.After(wait);
    }

    private async Task<StepResult> AttemptAsync(
        Generation generation, GenerationTrigger trigger, IGenerationProvider provider, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, IReadOnlyList<MediaSource>> inputs;
        try
        {
            inputs = await media.OpenAsync(generation, cancellationToken);
        }
        catch (MediaUnavailableException error)
        {
            LogInputGone(error, generation.Id);
            return await tools.FailAsync(generation, FailureErrors.InputGone, null, cancellationToken);
        }

        var timeout = catalogue.Find(generation.MadeBy)?.SubmitTimeout ?? DefaultSubmitTimeout;
        var start = ExecutionToolbox.Change(generation, trigger) with
        {
            Owner = tools.Node,
            Deadline = tools.Now + timeout + tools.Options.SubmitGrace,
            Attempt = new AttemptNote(AttemptState.Started),
            EstimatedCostMicroUsd = CostBook.Estimate(pricing, generation, usage: null, deliveredCount: null),
        };
        var submitting = await tools.ApplyAsync(generation, start, cancellationToken);
        if (submitting is null)
        {
            return StepResult.Again;
        }

        LogSubmitting(generation.Id, provider.Name, submitting.AttemptCount);
        try
        {
            var outcome = await SubmitAsync(submitting, provider, inputs, timeout, cancellationToken);
            return await ConcludeAsync(submitting, outcome, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Interrupted: the row says why.
            return StepResult.Again;
        }
    }

    private async Task<SubmitOutcome> SubmitAsync(
        Generation generation,
        IGenerationProvider provider,
        IReadOnlyDictionary<string, IReadOnlyList<MediaSource>> inputs,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var request = new ProviderRequest
        {
            GenerationId = generation.Id,
            VendorModel = generation.VendorModel,
            Route = generation.Route,
            Modality = generation.Modality,
            Input = generation.VendorInput,
            Media = inputs,
            SubmitPolicy = generation.SubmitPolicy,
            Timeout = timeout,
        };
        using var limit = new CancellationTokenSource(timeout + tools.Options.SubmitGrace, tools.Time);
        using var stop = generation.SubmitPolicy == SubmitPolicy.AtLeastOnce
            ? tools.Interruptible(generation, cancellationToken)
            : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop.Token);
        try
        {
            return tools.Live.Find(generation.Id) switch
            {
                { Previews: > 0 } watcher => await LivePreviews.SubmitAsync(provider, request, watcher, either.Token),
                { } live when generation.Modality == Modality.Chat && provider is IChatProvider chat =>
                    await LiveChat.SubmitAsync(chat, request, live, either.Token),
                _ => await provider.SubmitAsync(request, either.Token),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new SubmitOutcome.Unknown(new ProviderFailure(
                ProviderFailureKind.UnknownOutcome, $"The vendor gave no answer within {timeout.TotalSeconds:0} seconds.") { MayHaveCharged = true, Retryable = true });
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A provider that throws is a defect of ours; what the vendor did is unknown all the same.
            LogProviderThrew(error, generation.Id, provider.Name);
            return new SubmitOutcome.Unknown(new ProviderFailure(
                ProviderFailureKind.UnknownOutcome, "The provider failed in an unexpected way; the vendor may have accepted the work.") { MayHaveCharged = true, Retryable = true });
        }
    }

    private async Task<StepResult> ConcludeAsync(Generation generation, SubmitOutcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case SubmitOutcome.Completed completed:
                return await storing.DeliverAsync(generation, completed.Result, cancellationToken);
            case SubmitOutcome.Accepted accepted:
                return await AcceptAsync(generation, accepted, cancellationToken);
            case SubmitOutcome.Refused refused:
                return await RefuseAsync(generation, refused.Failure, cancellationToken);
            case SubmitOutcome.Unknown unknown when generation.SubmitPolicy == SubmitPolicy.AtMostOnce:
                return await LoseTrackAsync(generation, ExecutionToolbox.Note(AttemptState.Unknown, unknown.Failure), cancellationToken);
            case SubmitOutcome.Unknown unknown:
                return await tools.FailAsync(
                    generation, FailureErrors.From(unknown.Failure), ExecutionToolbox.Note(AttemptState.Unknown, unknown.Failure), cancellationToken);
            default:
                throw new InvalidOperationException($"Unexpected outcome {outcome.GetType().Name}.");
        }
    }

    private async Task<StepResult> AcceptAsync(Generation generation, SubmitOutcome.Accepted accepted, CancellationToken cancellationToken)
    {
        var runTimeout = catalogue.Find(generation.MadeBy)?.RunTimeout ?? DefaultRunTimeout;
        var change = ExecutionToolbox.Change(generation, GenerationTrigger.Accept) with
        {
            VendorTaskId = accepted.VendorTaskId,
            DueAt = tools.Now + accepted.PollAfter,
            Deadline = tools.Now + runTimeout,
            Attempt = new AttemptNote(AttemptState.Accepted),
            VendorCostMicroUsd = accepted.EstimatedVendorCostMicroUsd,
        };
        LogAccepted(generation.Id, generation.Provider);
        while (await tools.ApplyAsync(generation, change, cancellationToken) is null)
        {
            // The caller may have asked to cancel meanwhile. The task id must be written all the same: only with it can the task be stopped.
            var now = await tools.ReloadAsync(generation, cancellationToken);
            if (now is not { State: GenerationState.Submitting } || now.Owner != generation.Owner || now.AttemptCount != generation.AttemptCount)
            {
                break;
            }

            change = change with { ExpectedVersion = now.Version };
        }

        return StepResult.Again;
    }

    private async Task<StepResult> RefuseAsync(Generation generation, ProviderFailure failure, CancellationToken cancellationToken)
    {
        LogRefused(generation.Id, generation.Provider, failure.Kind, failure.VendorStatus);
        var gate = ExecutionToolbox.GateName(generation);
        var wait = failure.RetryAfter ?? Backoff(generation.AttemptCount);
        var waits = failure.Kind == ProviderFailureKind.RateLimited && (generation.AttemptCount < tools.Options.MaxAttempts || failure.NotSent);
        if (FailoverRules.Allow(failure) && (!waits || failover.Prefers(generation, wait)))
        {
            var note = ExecutionToolbox.Note(AttemptState.Refused, failure);
            (var diverted, generation) = await failover.TryAsync(generation, FailoverStep.Reason(failure), note, cancellationToken);
            if (diverted is { } result)
            {
                return result;
            }
        }

        if (!waits)
        {
            return await tools.FailAsync(
                generation, FailureErrors.From(failure), ExecutionToolbox.Note(AttemptState.Refused, failure), cancellationToken);
        }

        await tools.Gate.CloseAsync(gate, wait, cancellationToken);
        var change = ExecutionToolbox.Change(generation, GenerationTrigger.Requeue) with
        {
            DueAt = tools.Now + wait,
            Deadline = generation.CreatedAt + tools.Options.QueueTimeout,
            Attempt = ExecutionToolbox.Note(AttemptState.Refused, failure),
        };
        await tools.ApplyAsync(generation, change, cancellationToken);
        await tools.Gate.ReleaseAsync(gate, generation.Id, cancellationToken);
        return StepResult.Again;
    }

    private async Task<StepResult> LoseTrackAsync(Generation generation, AttemptNote note, CancellationToken cancellationToken)
    {
        LogOutcomeUnknown(generation.Id, generation.Provider);
        var change = ExecutionToolbox.Change(generation, GenerationTrigger.LoseTrack) with
        {
            Deadline = tools.Now + tools.Options.UnknownTimeout,
            Attempt = note,
        };
        await tools.ApplyAsync(generation, change, cancellationToken);
        await tools.Gate.ReleaseAsync(ExecutionToolbox.GateName(generation), generation.Id, cancellationToken);
        return StepResult.Again;
    }

    private TimeSpan Backoff(int attempt)
    {
        var doubled = tools.Options.RequeueDelay * Math.Pow(2, Math.Min(attempt - 1, 20));
        return doubled < tools.Options.MaxRequeueDelay ? doubled : tools.Options.MaxRequeueDelay;
    }
}
