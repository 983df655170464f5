using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Credits;

namespace Atelier.Services.Generations;

/// <summary>A generation as its row tells it: the only truth. Instances are snapshots; a change goes through <see cref="IGenerationStore"/>.</summary>
public sealed record Generation
{
    /// <summary>Id, <c>gen_...</c>; sorts by creation.</summary>
    public required string Id { get; init; }

    /// <summary>Owner; nobody else but an operator ever sees it.</summary>
    public required string UserId { get; init; }

    /// <summary>The team of the key, whose balance pays; <see langword="null"/> when the user's own does.</summary>
    public string? TeamId { get; init; }

    /// <summary>The key, or the browser session, that asked for it.</summary>
    public required string KeyId { get; init; }

    /// <summary>Which ledger pays.</summary>
    public required Book Book { get; init; }

    /// <summary>Catalogue id of the model.</summary>
    public required string Model { get; init; }

    /// <summary>What is made.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Name of the provider that makes it: the model's at acceptance, a fallback's after a failover.</summary>
    public required string Provider { get; init; }

    /// <summary>Vendor's name of the model that makes it.</summary>
    public required string VendorModel { get; init; }

    /// <summary>Provider route of the model that makes it, see <see cref="ProviderRequest.Route"/>.</summary>
    public string? Route { get; init; }

    /// <summary>State.</summary>
    public required GenerationState State { get; init; }

    /// <summary>Grows by one with each transition; guards every write.</summary>
    public required long Version { get; init; }

    /// <summary>Validated input with defaults; media names hold upload or artifact ids.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The caller's own labels; an object of strings.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>What may be done after an ambiguous fault; that of the model that makes it.</summary>
    public required SubmitPolicy SubmitPolicy { get; init; }

    /// <summary>The price rule as frozen at acceptance (JSON of the catalogue's price plus its version and the quote's facts).</summary>
    public required string PriceRule { get; init; }

    /// <summary>What was quoted and held, in micro-credits.</summary>
    public required long QuotedMicro { get; init; }

    /// <summary>Currently held, in micro-credits: the quote while unfinished, 0 after.</summary>
    public required long HeldMicro { get; init; }

    /// <summary>Charged, in micro-credits.</summary>
    public long CapturedMicro { get; init; }

    /// <summary>Given back, in micro-credits.</summary>
    public long ReleasedMicro { get; init; }

    /// <summary>The node that executes it, see <see cref="INodeDirectory"/>; <see langword="null"/> before the first.</summary>
    public string? Owner { get; init; }

    /// <summary>Number of the newest attempt; 0 before the first.</summary>
    public int AttemptCount { get; init; }

    /// <summary>Provider's task id, once the vendor accepted.</summary>
    public string? VendorTaskId { get; init; }

    /// <summary>Not to be touched by its executor before this time.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the current state becomes a failure, whatever happens.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>From 0 to 1, when the vendor tells.</summary>
    public double? Progress { get; init; }

    /// <summary>Whether the caller asked to stop it.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Why it failed.</summary>
    public GenerationError? Error { get; init; }

    /// <summary>Facts about the result, for example the seed used; an object of strings.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>The id of the generation this one retries.</summary>
    public string? RetryOf { get; init; }

    /// <summary>W3C trace parent of the request that created it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Catalogue id of the fallback that makes it; <see langword="null"/> while that is <see cref="Model"/> itself.</summary>
    public string? ServedModel { get; init; }

    /// <summary>The input as mapped for <see cref="ServedModel"/>; <see langword="null"/> without one.</summary>
    public JsonElement? ServedInput { get; init; }

    /// <summary>The fallback's frozen price; the lower of the two prices is charged.</summary>
    public string? ServedPriceRule { get; init; }

    /// <summary>What makes identical requests equal, when the caller allows sharing of results; lower-case hex.</summary>
    public string? CacheKey { get; init; }

    /// <summary>The generation whose result this one waits for and shares; <see langword="null"/> when it is made by itself.</summary>
    public string? LeaderId { get; init; }

    /// <summary>When it entered its state; <see langword="null"/> for rows older than this column.</summary>
    public DateTimeOffset? StateSince { get; init; }

    /// <summary>Whose balance pays: the team's, else the user's. Never changes.</summary>
    public string PayerId => TeamId ?? UserId;

    /// <summary>Catalogue id of the model that makes it.</summary>
    public string MadeBy => ServedModel ?? Model;

    /// <summary>The input that its vendor gets.</summary>
    public JsonElement VendorInput => ServedInput ?? Input;

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first attempt was recorded.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, however it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether it ran against the simulated vendors.</summary>
    public bool IsSandbox => Book == Book.Test;
}

/// <summary>Why a generation failed, for its owner.</summary>
/// <param name="Code">Stable code in snake case.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
/// <param name="Field">The input at fault, when known.</param>
public sealed record GenerationError(string Code, string Message, bool Retryable, string? Field = null);
