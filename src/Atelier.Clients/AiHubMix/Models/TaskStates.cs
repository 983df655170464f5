namespace Atelier.Clients.AiHubMix;

/// <summary>Reads the status words of every vendor behind the gateway, without regard to case.</summary>
internal static class TaskStates
{
    public static TaskState Parse(string? status) => status?.Trim().ToLowerInvariant() switch
    {
        "queued" or "pending" or "submitted" or "created" => TaskState.Queued,
        "completed" or "complete" or "succeeded" or "success" or "done" or "finished" or "ready" => TaskState.Completed,
        "failed" or "fail" or "failure" or "error" or "cancelled" or "canceled" or "rejected" or "expired"
            or "request moderated" or "content moderated" or "task not found" => TaskState.Failed,
        _ => TaskState.Running,
    };
}
