using Atelier.Providers;
using Atelier.Services.Credits;
using Atelier.Services.Telemetry;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Generations.Execution;

/// <summary>What every step needs: clock, options, the way to write, the way to the provider.</summary>
internal sealed class ExecutionToolbox(
    IGenerationStore store,
    TransitionApplier applier,
    StepInterrupts interrupts,
    IProviderDirectory providers,
    IVendorGate gate,
    INodeDirectory nodes,
    LiveAnswers live,
    ServiceMetrics metrics,
    IOptions<GenerationOptions> options,
    TimeProvider time)
{
    public GenerationOptions Options => options.Value;

    public string Node => nodes.Current;

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeProvider Time => time;

    public IVendorGate Gate => gate;

    /// <summary>Callers who listen to results while they are made.</summary>
    public LiveAnswers Live => live;

    public static string GateName(Generation generation) =>
        $"{generation.Provider}:{(generation.Book == Book.Test ? "sandbox" : "live")}";

    public ProviderLookup FindProvider(Generation generation) => providers.Find(generation.Provider, TargetOf(generation));

    public static ProviderTarget TargetOf(Generation generation) =>
        generation.Book == Book.Test ? ProviderTarget.Sandbox : ProviderTarget.Live;

    /// <summary>A change of this generation as the caller saw it.</summary>
    public static GenerationChange Change(Generation generation, GenerationTrigger trigger) => new()
    {
        GenerationId = generation.Id,
        ExpectedVersion = generation.Version,
        From = generation.State,
        Trigger = trigger,
    };

    /// <summary>Writes a change; returns the generation as it is now, or <see langword="null"/> when somebody else changed it first.</summary>
    public async Task<Generation?> ApplyAsync(Generation generation, GenerationChange change, CancellationToken cancellationToken) =>
        Applied(generation, change, await applier.ApplyAsync(change, cancellationToken));

    /// <summary>As <see cref="ApplyAsync"/>, but a refusal of the database is the caller's to handle.</summary>
    public async Task<Generation?> ApplyOnceAsync(Generation generation, GenerationChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Applied(generation, change, await store.ApplyAsync(change, CancellationToken.None));
    }

    private Generation? Applied(Generation generation, GenerationChange change, ApplyOutcome outcome)
    {
        if (!outcome.Applied)
        {
            return null;
        }

        metrics.Changed(generation, change);

        var rule = GenerationTransitions.Find(change.From, change.Trigger);
        var opensAttempt = change.Trigger is GenerationTrigger.Start or GenerationTrigger.Resubmit;
        var now = Now;
        return generation with
        {
            State = rule.To,
            Version = outcome.Version,
            Owner = change.Owner ?? generation.Owner,
            VendorTaskId = change.VendorTaskId ?? (opensAttempt ? null : generation.VendorTaskId),
            DueAt = change.DueAt,
            Deadline = change.Deadline ?? generation.Deadline,
            StateSince = rule.To == rule.From ? generation.StateSince : now,
            AttemptCount = opensAttempt ? generation.AttemptCount + 1 : generation.AttemptCount,
        };
    }

    /// <summary>Makes this node its executor.</summary>
    public Task<Generation?> ClaimAsync(Generation generation, CancellationToken cancellationToken) =>
        ApplyAsync(generation, Change(generation, GenerationTrigger.Claim) with { Owner = Node, DueAt = generation.DueAt }, cancellationToken);

    /// <summary>Cancelled when the node stops or when somebody interrupts this generation's step.</summary>
    public CancellationTokenSource Interruptible(Generation generation, CancellationToken cancellationToken) =>
        CancellationTokenSource.CreateLinkedTokenSource(interrupts.TokenFor(generation.Id), cancellationToken);

    /// <summary>Reads the row anew.</summary>
    public Task<Generation?> ReloadAsync(Generation generation, CancellationToken cancellationToken) =>
        store.FindAsync(generation.Id, cancellationToken);

    /// <summary>Ends it as failed; its hold is released with the same commit.</summary>
    public Task<StepResult> FailAsync(Generation generation, GenerationError error, AttemptNote? attempt, CancellationToken cancellationToken) =>
        FailAsync(generation, error, attempt, vendorCostMicroUsd: null, cancellationToken);

    /// <summary>The same; what the vendor charged all the same replaces what it had estimated.</summary>
    public Task<StepResult> FailAsync(
        Generation generation, GenerationError error, AttemptNote? attempt, long? vendorCostMicroUsd, CancellationToken cancellationToken)
    {
        var change = Change(generation, GenerationTrigger.Fail) with
        {
            Error = error, Attempt = attempt, Details = generation.Details, VendorCostMicroUsd = vendorCostMicroUsd,
        };
        return EndAsync(generation, change, cancellationToken);
    }

    /// <summary>Ends it as failed because its task did.</summary>
    public Task<StepResult> FailAsync(Generation generation, PollOutcome.Failed failed, CancellationToken cancellationToken) => FailAsync(
        generation,
        FailureErrors.From(failed.Failure),
        Note(AttemptState.Failed, failed.Failure),
        failed.VendorCostMicroUsd,
        cancellationToken);

    /// <summary>Writes a change that ends it and gives its lease back.</summary>
    public async Task<StepResult> EndAsync(Generation generation, GenerationChange change, CancellationToken cancellationToken)
    {
        var ended = await ApplyAsync(generation, change, cancellationToken);
        if (ended is null)
        {
            return StepResult.Again;
        }

        live.Remove(generation.Id);
        await gate.ReleaseAsync(GateName(generation), generation.Id, CancellationToken.None);
        return StepResult.Done;
    }

    public static AttemptNote Note(AttemptState state, ProviderFailure failure) =>
        new(state, failure.Kind, failure.Message, failure.VendorRequestId);
}
