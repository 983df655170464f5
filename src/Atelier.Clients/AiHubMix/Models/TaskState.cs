namespace Atelier.Clients.AiHubMix;

/// <summary>How far a task is. The gateway passes many vendors' words through; these are the states they mean.</summary>
public enum TaskState
{
    /// <summary>Accepted, not begun.</summary>
    Queued = 0,

    /// <summary>Under way. Words we do not know count as this, so that a new one never loses a result.</summary>
    Running = 1,

    /// <summary>Done.</summary>
    Completed = 2,

    /// <summary>Over without a result.</summary>
    Failed = 3,
}

/// <summary>Why a task failed.</summary>
/// <param name="Code">The vendor's code, when it gave one.</param>
/// <param name="Message">The vendor's text, or ours when it gave none.</param>
public sealed record TaskError(string? Code, string Message);
