using Atelier.Services.Accounts;

namespace Atelier.Services.Generations;

/// <summary>Changes to a generation under way: cancelling, and settling an unknown outcome.</summary>
internal sealed partial class GenerationService
{
    public async Task<Result<GenerationView>> CancelAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var requested = await ChangeAsync(caller, id, RequestCancel, cancellationToken);
        if (!requested.IsOk)
        {
            return requested.Error;
        }

        dispatcher.Wake(id);
        return await WaitAsync(caller, id, options.Value.CancelWait, cancellationToken);
    }

    public async Task<Result<GenerationView>> ResolveUnknownAsync(
        Caller caller, string id, string? vendorTaskId, CancellationToken cancellationToken)
    {
        if (!caller.IsOperator)
        {
            return new ServiceError(ErrorKind.Forbidden, "operator_only", "Only an operator may settle an unknown outcome.");
        }

        var resolved = await ChangeAsync(caller, id, generation => Resolve(generation, vendorTaskId), cancellationToken);
        if (!resolved.IsOk)
        {
            return resolved.Error;
        }

        dispatcher.Wake(id);
        return await GetAsync(caller, id, cancellationToken);
    }

    private static Result<GenerationChange?> RequestCancel(Generation generation)
    {
        if (generation.State.IsFinished())
        {
            return new ServiceError(
                ErrorKind.Conflict, "already_finished", $"This generation is {generation.State.ToWire()} and cannot be cancelled any more.");
        }

        return generation.CancelRequested ? (GenerationChange?)null : Change(generation, GenerationTrigger.RequestCancel);
    }

    private Result<GenerationChange?> Resolve(Generation generation, string? vendorTaskId)
    {
        if (generation.State != GenerationState.Unknown)
        {
            return new ServiceError(
                ErrorKind.Conflict, "not_unknown", $"Only an unknown outcome can be settled; this generation is {generation.State.ToWire()}.");
        }

        if (vendorTaskId is null)
        {
            return Change(generation, GenerationTrigger.Fail) with { Error = Execution.FailureErrors.OutcomeUnknown };
        }

        var now = time.GetUtcNow();
        return Change(generation, GenerationTrigger.Accept) with
        {
            VendorTaskId = vendorTaskId,
            DueAt = now,
            Deadline = now + options.Value.QueueTimeout,
            Attempt = new AttemptNote(AttemptState.Accepted),
        };
    }

    /// <summary>
    /// Applies a change that is decided from the row, again and again while others change the row in between. A decision of
    /// <see langword="null"/> means that nothing needs to be written.
    /// </summary>
    private async Task<Result<bool>> ChangeAsync(
        Caller caller, string id, Func<Generation, Result<GenerationChange?>> decide, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < FenceTries; tries++)
        {
            var generation = await FindVisibleAsync(caller, id, cancellationToken);
            if (generation is null)
            {
                return NotFound(id);
            }

            var decision = decide(generation);
            if (decision.Error is { } error)
            {
                return error;
            }

            if (decision.Value is not { } change)
            {
                return true;
            }

            if ((await store.ApplyAsync(change, cancellationToken)).Applied)
            {
                metrics.Changed(generation, change);
                return true;
            }
        }

        return new ServiceError(ErrorKind.Conflict, "busy", "The generation changes too quickly right now; try again.") { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private static GenerationChange Change(Generation generation, GenerationTrigger trigger) =>
        Execution.ExecutionToolbox.Change(generation, trigger);
}
