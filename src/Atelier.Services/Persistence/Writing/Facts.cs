using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Writing;

/// <summary>What a decision about a generation needs to know of its row, read inside the transaction that will write.</summary>
internal sealed record GenerationFacts
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    /// <summary>Whose balance pays.</summary>
    public required string PayerId { get; init; }

    public required Book Book { get; init; }

    public required GenerationState State { get; init; }

    public required long Version { get; init; }

    public required string Provider { get; init; }

    public required string VendorModel { get; init; }

    public required long QuotedMicro { get; init; }

    public required long HeldMicro { get; init; }

    public required int AttemptCount { get; init; }

    public required string? VendorTaskId { get; init; }

    public required double? Progress { get; init; }
}

/// <summary>An idempotency key that has not expired.</summary>
internal sealed record KeyFacts(string GenerationId, string RequestHash, DateTimeOffset ExpiresAt);

/// <summary>Names one idempotency key.</summary>
internal readonly record struct KeyName(string UserId, Book Book, string Key);

/// <summary>Names one result that identical requests share.</summary>
internal readonly record struct ResultName(string UserId, Book Book, string Key);

/// <summary>Who leads a shared result, and how far it is.</summary>
internal sealed record ResultFacts(string GenerationId, GenerationState State, DateTimeOffset? CompletedAt, DateTimeOffset ExpiresAt);

/// <summary>Names one balance.</summary>
internal readonly record struct BalanceName(string UserId, Book Book);

/// <summary>
/// The rows as they stand at this point of the transaction, including what earlier operations of the same transaction decided.
/// </summary>
internal interface IFacts
{
    /// <summary>The row, unless it does not exist or was deleted.</summary>
    GenerationFacts? Generation(string id);

    /// <summary>Available credits; <see langword="null"/> when the user has no balance in that book.</summary>
    long? Available(BalanceName balance);

    /// <summary>What the key made, expired or not.</summary>
    KeyFacts? Key(KeyName key);

    /// <summary>Who leads the result, expired or not; <see langword="null"/> when nobody does or the leader was deleted.</summary>
    ResultFacts? Result(ResultName result);

    /// <summary>What a limited key, user or team uses.</summary>
    UsageFacts Usage(UsageName name, DateTimeOffset now);
}
