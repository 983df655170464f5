using System.Text.Json;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Generations;

/// <summary>What callers do with generations. Somebody else's generation is "not found", always.</summary>
public interface IGenerationService
{
    /// <summary>Validates, prices, holds and accepts; the vendor is asked later. With a known idempotency key answers the earlier generation.</summary>
    Task<Result<CreatedGeneration>> CreateAsync(Caller caller, GenerationCommand command, CancellationToken cancellationToken);

    /// <summary>What a create would hold and most likely charge. Holds nothing.</summary>
    Task<Result<QuoteView>> QuoteAsync(Caller caller, GenerationCommand command, CancellationToken cancellationToken);

    /// <summary>One generation with its artifacts.</summary>
    Task<Result<GenerationView>> GetAsync(Caller caller, string id, CancellationToken cancellationToken);

    /// <summary>Waits until it has finished or the time is up, whichever is first; then answers as <see cref="GetAsync"/>.</summary>
    Task<Result<GenerationView>> WaitAsync(Caller caller, string id, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>One page, newest first. Non-operators only ever see their own.</summary>
    Task<Result<Page<GenerationView>>> ListAsync(Caller caller, GenerationQuery query, CancellationToken cancellationToken);

    /// <summary>Asks to stop it. Answers once it stopped, or after a few seconds with the state it is in. Finished ones are a conflict.</summary>
    Task<Result<GenerationView>> CancelAsync(Caller caller, string id, CancellationToken cancellationToken);

    /// <summary>Hides a finished one and removes its artifacts. An unfinished one is a conflict.</summary>
    Task<Result<bool>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken);

    /// <summary>Makes a new generation with the same model and input as one that failed or was cancelled; held and charged anew.</summary>
    Task<Result<CreatedGeneration>> RetryAsync(Caller caller, string id, string? idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Attempts of one generation, oldest first.</summary>
    Task<Result<IReadOnlyList<Attempt>>> AttemptsAsync(Caller caller, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Settles a generation whose outcome is unknown (operators only): with a vendor task id it is polled as if just accepted, without one it
    /// fails and its hold is released.
    /// </summary>
    Task<Result<GenerationView>> ResolveUnknownAsync(Caller caller, string id, string? vendorTaskId, CancellationToken cancellationToken);
}

/// <summary>What a caller asks for.</summary>
public sealed record GenerationCommand
{
    /// <summary>Catalogue id.</summary>
    public required string Model { get; init; }

    /// <summary>The input object as given.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The caller's labels: an object of at most 16 strings (keys up to 64, values up to 512 characters); <see langword="null"/> for none.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Refuse when the hold would be more than this many micro-credits.</summary>
    public long? MaxCreditsMicro { get; init; }

    /// <summary>1 to 255 characters; see DESIGN, idempotency.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// What is compared when the idempotency key is used again, as lower-case hex of a SHA-256. Default: the hash of model, input and metadata.
    /// For requests whose input names freshly stored uploads, which differ each time the same bytes are sent.
    /// </summary>
    public string? RequestHash { get; init; }

    /// <summary>How long the idempotency key is remembered. Default: 24 hours.</summary>
    public TimeSpan? IdempotencyLifetime { get; init; }

    /// <summary>Hears the result while it is being made, when this process makes it.</summary>
    public LiveAnswer? Live { get; init; }

    /// <summary>
    /// Lets identical requests of the same user share one result, if it is no older than this; <see langword="null"/> (the default) makes it anew.
    /// </summary>
    public TimeSpan? CacheMaxAge { get; init; }

    /// <summary>W3C trace parent of the request.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>A generation that was accepted now or, with a known idempotency key, before.</summary>
public sealed record CreatedGeneration(GenerationView View, bool Replayed);

/// <summary>A generation with what is needed to show it.</summary>
/// <param name="Generation">The row.</param>
/// <param name="Artifacts">Its artifacts in order.</param>
/// <param name="QueuePosition">How many stand before it, while it is queued.</param>
public sealed record GenerationView(Generation Generation, IReadOnlyList<Artifact> Artifacts, int? QueuePosition)
{
    /// <summary>Its attempts, oldest first; <see langword="null"/> in lists, where nobody asked for them.</summary>
    public IReadOnlyList<Attempt>? Attempts { get; init; }
}

/// <summary>A quote for people and programs.</summary>
public sealed record QuoteView(ModelEntry Model, PriceQuote Quote, long AvailableMicro)
{
    /// <summary>When sharing was asked for: whether there is a result to share, or one under way.</summary>
    public bool? SharesResult { get; init; }

    /// <summary>When sharing was asked for: what a shared result costs, in micro-credits.</summary>
    public long? SharedMicro { get; init; }

    /// <summary>What would be available after the hold; negative when the credits do not suffice.</summary>
    public long AvailableAfterMicro => AvailableMicro - Quote.HoldMicro;
}
