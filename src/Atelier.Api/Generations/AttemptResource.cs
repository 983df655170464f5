using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services.Generations;

namespace Atelier.Api.Generations;

/// <summary>One submission of a generation to its vendor.</summary>
internal sealed record AttemptResource
{
    public required string Id { get; init; }

    public string Object { get; } = "attempt";

    /// <summary>Counts from 1.</summary>
    public required int Number { get; init; }

    public required string Provider { get; init; }

    public required string VendorModel { get; init; }

    /// <summary>started, accepted, delivered, refused, unknown, failed or abandoned.</summary>
    public required string Status { get; init; }

    /// <summary>The kind of failure, when there was one.</summary>
    public string? Failure { get; init; }

    public string? Message { get; init; }

    /// <summary>The vendor's request id, for its support desk.</summary>
    public string? VendorRequestId { get; init; }

    /// <summary>
    /// What the attempt cost at the vendor, or what the vendor estimated, in US dollars: 0 when the vendor refused it before any work; absent
    /// when the vendor did not say.
    /// </summary>
    public decimal? CostUsd { get; init; }

    public required DateTime StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public static AttemptResource From(Attempt attempt) => new()
    {
        Id = attempt.Id,
        Number = attempt.Number,
        Provider = attempt.Provider,
        VendorModel = attempt.VendorModel,
        Status = Wire.Name(attempt.State),
        Failure = attempt.FailureKind is { } kind ? Wire.Name(kind) : null,
        Message = attempt.Message,
        VendorRequestId = attempt.VendorRequestId,
        CostUsd = attempt.VendorCostMicroUsd is { } micro ? micro / 1_000_000m : IsFree(attempt) ? 0 : null,
        StartedAt = attempt.StartedAt.UtcDateTime,
        EndedAt = attempt.EndedAt?.UtcDateTime,
    };

    // Only of these kinds is it certain that nothing was begun; after a fault of the vendor's the bill may tell otherwise.
    private static bool IsFree(Attempt attempt) => attempt is
    {
        State: AttemptState.Refused,
        FailureKind: ProviderFailureKind.InvalidRequest or ProviderFailureKind.Authentication
            or ProviderFailureKind.InsufficientVendorBalance or ProviderFailureKind.RateLimited,
    };
}
