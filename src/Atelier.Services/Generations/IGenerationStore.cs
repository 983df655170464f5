using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;

namespace Atelier.Services.Generations;

/// <summary>
/// The write side of generations and their money. Every method is one database transaction that writes the row, the ledger postings and
/// the numbered event together; it returns after commit. Many callers' transactions are grouped into one by the writer.
/// </summary>
public interface IGenerationStore
{
    /// <summary>Accepts a generation: idempotency record, hold (conditional on available credits), row, first event.</summary>
    Task<AcceptOutcome> AcceptAsync(NewGeneration generation, CancellationToken cancellationToken);

    /// <summary>Applies one transition, fenced by the row's version.</summary>
    /// <exception cref="IllegalTransitionException">The table does not have it.</exception>
    Task<ApplyOutcome> ApplyAsync(GenerationChange change, CancellationToken cancellationToken);

    /// <summary>Reads one row.</summary>
    Task<Generation?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Ids of unfinished generations that no live node executes: no owner and older than <paramref name="grace"/>, an owner that is not in
    /// <paramref name="liveNodes"/>, or a deadline that passed longer than <paramref name="stuckAfter"/> ago. Oldest first.
    /// </summary>
    Task<IReadOnlyList<string>> FindResumableAsync(
        IReadOnlyCollection<string> liveNodes, TimeSpan grace, TimeSpan stuckAfter, int limit, CancellationToken cancellationToken);
}

/// <summary>Everything needed to accept a generation.</summary>
public sealed record NewGeneration
{
    /// <summary>The row as it shall be: state queued, version 1, held equal to quoted.</summary>
    public required Generation Generation { get; init; }

    /// <summary>The limits that hold for the caller; they are checked in the transaction that accepts. Default: none.</summary>
    public IReadOnlyList<Accounts.SubjectLimits> Limits { get; init; } = [];

    /// <summary>The caller's idempotency key; <see langword="null"/> when none was given.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 (hex) of the request, compared when the key is used again.</summary>
    public string? RequestHash { get; init; }

    /// <summary>With a <see cref="Generation.CacheKey"/>: the oldest result that may be shared. Default: any that is remembered.</summary>
    public TimeSpan CacheMaxAge { get; init; } = TimeSpan.MaxValue;

    /// <summary>With a <see cref="Generation.CacheKey"/>: how long its result is remembered. Default: 30 days.</summary>
    public TimeSpan CacheLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the key is remembered. Default: 24 hours.</summary>
    public TimeSpan IdempotencyLifetime { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>How accepting ended.</summary>
public abstract record AcceptOutcome
{
    private AcceptOutcome()
    {
    }

    /// <summary>Accepted; the credits are held.</summary>
    public sealed record Accepted(Generation Generation) : AcceptOutcome;

    /// <summary>The idempotency key was used before with the same request: this is that generation. Nothing was held.</summary>
    public sealed record Replayed(string GenerationId) : AcceptOutcome;

    /// <summary>The idempotency key was used before with another request. Nothing was held.</summary>
    public sealed record KeyReused : AcceptOutcome;

    /// <summary>Too few credits available. Nothing was held.</summary>
    public sealed record InsufficientCredits(long AvailableMicro) : AcceptOutcome;

    /// <summary>A limit of the key, the user or the team does not allow it now. Nothing was held.</summary>
    public sealed record LimitReached(ServiceError Reason) : AcceptOutcome;
}

/// <summary>One transition to apply. Properties that are not set leave their columns as they are.</summary>
public sealed record GenerationChange
{
    /// <summary>The generation.</summary>
    public required string GenerationId { get; init; }

    /// <summary>The version the caller saw; the write happens only if it is still the row's.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The state the caller saw.</summary>
    public required GenerationState From { get; init; }

    /// <summary>What happens.</summary>
    public required GenerationTrigger Trigger { get; init; }

    /// <summary>The executing node; set by start, resubmit and claim.</summary>
    public string? Owner { get; init; }

    /// <summary>Provider's task id; set by accept.</summary>
    public string? VendorTaskId { get; init; }

    /// <summary>When its executor shall look at it next; <see langword="null"/> clears it.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>A new deadline for the state it enters.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How far it is, from 0 to 1.</summary>
    public double? Progress { get; init; }

    /// <summary>Why it failed; set by fail.</summary>
    public GenerationError? Error { get; init; }

    /// <summary>Facts about the result; an object of strings.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>What to charge, in micro-credits, from 0 to the hold; set by complete. The rest of the hold is given back.</summary>
    public long CaptureMicro { get; init; }

    /// <summary>The artifacts that are now in the store; set by complete.</summary>
    public IReadOnlyList<Artifact> Artifacts { get; init; } = [];

    /// <summary>What to record about an attempt: start and resubmit open a new one, the others end or annotate the newest.</summary>
    public AttemptNote? Attempt { get; init; }

    /// <summary>What the attempt should cost at the vendor by the catalogue, in micro-USD; replaces an earlier estimate.</summary>
    public long? EstimatedCostMicroUsd { get; init; }

    /// <summary>What the attempt cost at the vendor, in micro-USD, when the vendor told.</summary>
    public long? VendorCostMicroUsd { get; init; }

    /// <summary>The fallback it is handed to; set by divert.</summary>
    public Diversion? Diversion { get; init; }

    /// <summary>The leader's artifacts that <see cref="Artifacts"/> stand for, in the same order; set by share.</summary>
    public IReadOnlyList<string> SharedArtifactIds { get; init; } = [];
}

/// <summary>A fallback and what it will be asked.</summary>
/// <param name="Model">Its catalogue id.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="VendorModel">Its vendor's model name.</param>
/// <param name="Route">Its provider route.</param>
/// <param name="SubmitPolicy">What may be done after an ambiguous fault of its vendor.</param>
/// <param name="Input">The input mapped for it.</param>
/// <param name="PriceRule">Its frozen price.</param>
public sealed record Diversion(
    string Model, string Provider, string VendorModel, string? Route, SubmitPolicy SubmitPolicy, JsonElement Input, string PriceRule);

/// <summary>What an attempt came to. Numbers are stored: never renumber.</summary>
public enum AttemptState
{
    /// <summary>Recorded; the vendor is being asked or nobody came back to say.</summary>
    Started = 1,

    /// <summary>The vendor accepted it.</summary>
    Accepted = 2,

    /// <summary>The vendor delivered.</summary>
    Delivered = 3,

    /// <summary>The vendor provably did not take it.</summary>
    Refused = 4,

    /// <summary>Nobody can tell.</summary>
    Unknown = 5,

    /// <summary>The vendor took it and failed.</summary>
    Failed = 6,

    /// <summary>Given up by us: cancelled, or its answer was lost.</summary>
    Abandoned = 7,
}

/// <summary>A note on the newest attempt.</summary>
/// <param name="State">What it came to.</param>
/// <param name="FailureKind">The vendor's failure, when there was one.</param>
/// <param name="Message">The failure's message.</param>
/// <param name="VendorRequestId">The vendor's request id.</param>
public sealed record AttemptNote(
    AttemptState State, ProviderFailureKind? FailureKind = null, string? Message = null, string? VendorRequestId = null);

/// <summary>How applying a transition ended.</summary>
/// <param name="Applied">Whether it was written; otherwise somebody else changed the row first and the caller must reload or stop.</param>
/// <param name="Version">The row's new version when applied.</param>
public readonly record struct ApplyOutcome(bool Applied, long Version);
