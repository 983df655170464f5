using Atelier.Simulators.Tasks;

namespace Atelier.Simulators.Runway.Tasks;

/// <summary>
/// Says when a task starts when only so many of its owner's tasks of the same model may run at once: first come, first served.
/// </summary>
internal static class RunwaySchedule
{
    /// <param name="task">The task asked about.</param>
    /// <param name="queue">All tasks of the same owner and model, in the order they came, with <paramref name="task"/> among them.</param>
    /// <param name="limit">How many may run at once.</param>
    /// <returns>The start; null when every place ahead is taken by tasks that never finish.</returns>
    public static DateTimeOffset? StartOf(SimulatedTask task, IEnumerable<SimulatedTask> queue, int limit)
    {
        var ends = new PriorityQueue<DateTimeOffset, DateTimeOffset>();
        foreach (var candidate in queue)
        {
            var start = candidate.CreatedAt;
            if (ends.Count >= limit)
            {
                var free = ends.Dequeue();
                start = free > start ? free : start;
                if (candidate.CancelledAt <= start)
                {
                    // Withdrawn while it waited: the place stays free for the next.
                    ends.Enqueue(free, free);
                    continue;
                }
            }

            if (candidate.Id == task.Id)
            {
                return start == DateTimeOffset.MaxValue ? null : start;
            }

            var end = EndOf(candidate, start);
            ends.Enqueue(end, end);
        }

        return null;
    }

    private static DateTimeOffset EndOf(SimulatedTask task, DateTimeOffset start)
    {
        var end = task.Fate == TaskFate.NeverFinish || start == DateTimeOffset.MaxValue ? DateTimeOffset.MaxValue : start + task.Duration;
        return task.CancelledAt < end ? task.CancelledAt.Value : end;
    }
}
