namespace Atelier.Services.Generations;

/// <summary>Where a generation stands. The wire name is the lower-case member name. Numbers are stored: never renumber.</summary>
public enum GenerationState
{
    /// <summary>Accepted and paid for by a hold; waiting for its turn.</summary>
    Queued = 1,

    /// <summary>An attempt is recorded and the vendor is being asked.</summary>
    Submitting = 2,

    /// <summary>The vendor accepted it; its task id is recorded and polled.</summary>
    Running = 3,

    /// <summary>The vendor delivered; artifacts are being copied into our store.</summary>
    Storing = 4,

    /// <summary>Nobody can tell whether the vendor accepted it; waiting to be resolved or to expire.</summary>
    Unknown = 5,

    /// <summary>Every artifact is in our store; the hold is captured.</summary>
    Completed = 6,

    /// <summary>It did not work; the hold is released.</summary>
    Failed = 7,

    /// <summary>The caller stopped it; the hold is released.</summary>
    Cancelled = 8,
}

/// <summary>Facts about states.</summary>
public static class GenerationStates
{
    /// <summary>All states, in order.</summary>
    public static IReadOnlyList<GenerationState> All { get; } = Enum.GetValues<GenerationState>();

    /// <summary>Whether nothing more will happen.</summary>
    public static bool IsFinished(this GenerationState state) =>
        state is GenerationState.Completed or GenerationState.Failed or GenerationState.Cancelled;

    /// <summary>The name on the wire.</summary>
    public static string ToWire(this GenerationState state) => state switch
    {
        GenerationState.Queued => "queued",
        GenerationState.Submitting => "submitting",
        GenerationState.Running => "running",
        GenerationState.Storing => "storing",
        GenerationState.Unknown => "unknown",
        GenerationState.Completed => "completed",
        GenerationState.Failed => "failed",
        GenerationState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Reads a wire name.</summary>
    public static bool TryParse(string? text, out GenerationState state)
    {
        foreach (var candidate in All)
        {
            if (candidate.ToWire() == text)
            {
                state = candidate;
                return true;
            }
        }

        state = default;
        return false;
    }
}
