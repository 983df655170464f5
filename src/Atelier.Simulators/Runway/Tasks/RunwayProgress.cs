using Atelier.Simulators.Tasks;

namespace Atelier.Simulators.Runway.Tasks;

/// <summary>How far a task is. It is computed from the clock; nothing runs.</summary>
/// <param name="Status">The vendor's word.</param>
/// <param name="Progress">0 to 1 while RUNNING.</param>
internal readonly record struct RunwayProgress(string Status, double? Progress = null)
{
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";
    public const string Pending = "PENDING";
    public const string Running = "RUNNING";
    public const string Succeeded = "SUCCEEDED";
    public const string Throttled = "THROTTLED";

    /// <summary>Part of a task's time it is PENDING before it runs.</summary>
    private const double PendingPart = 0.1;

    public bool IsFinal => Status is Succeeded or Failed or Cancelled;

    /// <param name="task">The task.</param>
    /// <param name="work">Its work.</param>
    /// <param name="start">When it got its place; null when it has none in sight.</param>
    /// <param name="now">The simulators' time.</param>
    public static RunwayProgress Of(SimulatedTask task, RunwayWork work, DateTimeOffset? start, DateTimeOffset now)
    {
        if (start is not { } started || now < started)
        {
            return new RunwayProgress(Throttled);
        }

        var sinceStart = task with { CreatedAt = started };
        if (sinceStart.HasEnded(now))
        {
            return new RunwayProgress(task switch
            {
                { Fate: TaskFate.Fail, FailureCode: Cancelled } => Cancelled,
                { Fate: TaskFate.Fail } => Failed,
                _ => Succeeded,
            });
        }

        var progress = (sinceStart.Progress(now) - PendingPart) / (1 - PendingPart);
        return progress < 0 || work.StuckPending ? new RunwayProgress(Pending) : new RunwayProgress(Running, Math.Round(progress, 4));
    }
}
