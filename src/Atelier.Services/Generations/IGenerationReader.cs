using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;

namespace Atelier.Services.Generations;

/// <summary>The read side of generations: lists, events, attempts.</summary>
public interface IGenerationReader
{
    /// <summary>One page, newest first.</summary>
    Task<Page<Generation>> ListAsync(GenerationQuery query, CancellationToken cancellationToken);

    /// <summary>Artifacts of several generations, in order of their index.</summary>
    Task<ILookup<string, Artifact>> ArtifactsOfAsync(IReadOnlyCollection<string> generationIds, CancellationToken cancellationToken);

    /// <summary>Attempts of one generation, oldest first.</summary>
    Task<IReadOnlyList<Attempt>> AttemptsOfAsync(string generationId, CancellationToken cancellationToken);

    /// <summary>Events after a sequence number, in order.</summary>
    Task<IReadOnlyList<GenerationEvent>> EventsAfterAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>The number of the newest event of the installation; 0 when there is none. Where a stream begins that wants only what is new.</summary>
    Task<long> LastSequenceAsync(CancellationToken cancellationToken);

    /// <summary>How many unfinished generations for the same provider and book stand before this one.</summary>
    Task<int> QueuePositionAsync(Generation generation, CancellationToken cancellationToken);

    /// <summary>Hides a finished generation and marks its artifacts for removal. Returns <see langword="false"/> when it is unfinished or gone.</summary>
    Task<bool> DeleteAsync(string generationId, CancellationToken cancellationToken);
}

/// <summary>Which generations to list.</summary>
public sealed record GenerationQuery
{
    /// <summary>Only this user's; <see langword="null"/> for everybody's (operators).</summary>
    public string? UserId { get; init; }

    /// <summary>Only this book's; <see langword="null"/> for both.</summary>
    public Book? Book { get; init; }

    /// <summary>Only these states; empty for all.</summary>
    public IReadOnlyList<GenerationState> States { get; init; } = [];

    /// <summary>Only this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only this modality.</summary>
    public Modality? Modality { get; init; }

    /// <summary>Only those whose prompt, text or metadata contains this text, ignoring case.</summary>
    public string? Text { get; init; }

    /// <summary>Only those created at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Oldest first instead of newest first; the cursor then goes forward in time.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Continue after this id (exclusive, going back in time).</summary>
    public string? Cursor { get; init; }

    /// <summary>Page size, 1 to 100. Default: 20.</summary>
    public int Limit { get; init; } = 20;
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Where the next page begins; <see langword="null"/> on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>Whether there is another page.</summary>
    public bool HasMore => NextCursor is not null;
}

/// <summary>One recorded attempt.</summary>
public sealed record Attempt
{
    public required string Id { get; init; }

    public required string GenerationId { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Number { get; init; }

    public required string Provider { get; init; }

    public required string VendorModel { get; init; }

    public required AttemptState State { get; init; }

    public string? VendorTaskId { get; init; }

    public ProviderFailureKind? FailureKind { get; init; }

    public string? Message { get; init; }

    public string? VendorRequestId { get; init; }

    /// <summary>What it should cost at the vendor by the catalogue, in micro-USD.</summary>
    public long? EstimatedCostMicroUsd { get; init; }

    /// <summary>What the vendor told that it costs, in micro-USD.</summary>
    public long? VendorCostMicroUsd { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>One numbered event. The number is unique in the installation and grows with each commit.</summary>
/// <param name="Sequence">The number; what <c>Last-Event-ID</c> holds.</param>
/// <param name="GenerationId">The generation.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Book">Its book.</param>
/// <param name="Type">For example <c>generation.running</c> or <c>generation.progress</c>.</param>
/// <param name="Data">State, progress, error and credits at that moment, as JSON.</param>
/// <param name="CreatedAt">When it was committed.</param>
public sealed record GenerationEvent(
    long Sequence, string GenerationId, string UserId, Book Book, string Type, JsonElement Data, DateTimeOffset CreatedAt);

/// <summary>Which events to read.</summary>
/// <param name="AfterSequence">Only later ones.</param>
/// <param name="GenerationId">Only this generation's.</param>
/// <param name="UserId">Only this user's.</param>
/// <param name="Book">Only this book's.</param>
/// <param name="Limit">At most this many. Default: 100.</param>
public sealed record EventQuery(long AfterSequence, string? GenerationId = null, string? UserId = null, Book? Book = null, int Limit = 100);
