using System.Text.Json;
using Atelier.Api.Artifacts;
using Atelier.Api.Requests;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Generations;

/// <summary>One durable job and its results.</summary>
internal sealed record GenerationResource
{
    public required string Id { get; init; }

    public string Object { get; } = "generation";

    /// <summary>queued, submitting, running, storing, unknown, completed, failed or cancelled.</summary>
    public required string Status { get; init; }

    public required string Model { get; init; }

    /// <summary>image, video, speech, transcription or chat.</summary>
    public required string Modality { get; init; }

    /// <summary>The input with defaults filled in; media are ids of uploads or artifacts.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>From 0 to 1, when the vendor tells.</summary>
    public double? Progress { get; init; }

    /// <summary>How many stand before it while it is queued.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>The stored results, in order.</summary>
    public required IReadOnlyList<ArtifactResource> Artifacts { get; init; }

    public required CreditsResource Credits { get; init; }

    /// <summary>Why it failed.</summary>
    public ErrorResource? Error { get; init; }

    /// <summary>Facts about the result that the vendor told, for example the seed.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>Whether it ran against simulated vendors, for play credits.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>The fallback that makes it, when the model asked for did not take it.</summary>
    public string? ServedBy { get; init; }

    /// <summary>The generation whose result this one shares.</summary>
    public string? SharedFrom { get; init; }

    /// <summary>Each submission to a vendor, oldest first; absent in lists.</summary>
    public IReadOnlyList<AttemptResource>? Attempts { get; init; }

    public required JsonElement Metadata { get; init; }

    /// <summary>The generation that this one tries again.</summary>
    public string? RetryOf { get; init; }

    /// <summary>Its owner; told to operators only.</summary>
    public string? UserId { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? CompletedAt { get; init; }

    public static GenerationResource From(GenerationView view)
    {
        var generation = view.Generation;
        return new GenerationResource
        {
            Id = generation.Id,
            Status = generation.State.ToWire(),
            Model = generation.Model,
            Modality = Wire.Name(generation.Modality),
            Input = generation.Input,
            Progress = generation.Progress,
            QueuePosition = view.QueuePosition,
            Artifacts = [.. view.Artifacts.Select(ArtifactResource.From)],
            Credits = CreditsResource.From(generation),
            Error = generation.Error is { } error ? new ErrorResource(error.Code, error.Message, error.Retryable, error.Field) : null,
            Details = generation.Details,
            Sandbox = generation.IsSandbox,
            ServedBy = generation.ServedModel,
            SharedFrom = generation.LeaderId,
            Attempts = view.Attempts is { } attempts ? [.. attempts.Select(AttemptResource.From)] : null,
            Metadata = generation.Metadata,
            RetryOf = generation.RetryOf,
            CreatedAt = generation.CreatedAt.UtcDateTime,
            StartedAt = generation.StartedAt?.UtcDateTime,
            CompletedAt = generation.CompletedAt?.UtcDateTime,
        };
    }
}

/// <summary>The money of a generation, in credits.</summary>
/// <param name="Quoted">What it was quoted.</param>
/// <param name="Held">What is set aside for it now.</param>
/// <param name="Captured">What was charged.</param>
/// <param name="Released">What was given back.</param>
internal sealed record CreditsResource(decimal Quoted, decimal Held, decimal Captured, decimal Released)
{
    public static CreditsResource From(Generation generation) => new(
        MicroCredits.ToCredits(generation.QuotedMicro),
        MicroCredits.ToCredits(generation.HeldMicro),
        MicroCredits.ToCredits(generation.CapturedMicro),
        MicroCredits.ToCredits(generation.ReleasedMicro));
}

/// <summary>Why a generation failed.</summary>
/// <param name="Code">Stable code in snake case.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
/// <param name="Field">The input at fault, when known.</param>
internal sealed record ErrorResource(string Code, string Message, bool Retryable, string? Field);
