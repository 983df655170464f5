using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tasks;

/// <summary>
/// Work a vendor accepted and does in its own time. Its state is computed from the clock, never stored, so that it goes on while the
/// process
/// is down.
/// </summary>
internal sealed record SimulatedTask
{
    public required string Id { get; init; }

    public required string Vendor { get; init; }

    /// <summary>Who may ask for it: <see cref="Http.ApiKeys.Owner"/> of the key that started it.</summary>
    public required string Owner { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required TimeSpan Duration { get; init; }

    public string? Model { get; init; }

    public TaskFate Fate { get; init; } = TaskFate.Succeed;

    /// <summary>The vendor's code when <see cref="Fate"/> is Fail; null leaves it to the vendor.</summary>
    public string? FailureCode { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>What the vendor needs to make the result again: sizes, seed, prompt. Keep it small; never the uploaded media.</summary>
    public JsonObject Payload { get; init; } = [];

    public DateTimeOffset EndsAt => CreatedAt + Duration;

    public bool HasEnded(DateTimeOffset now) => Fate != TaskFate.NeverFinish && now >= EndsAt;

    /// <summary>0 to 1; a task that never finishes stays below 1.</summary>
    public double Progress(DateTimeOffset now)
    {
        if (HasEnded(now))
        {
            return 1;
        }

        var spent = Duration > TimeSpan.Zero ? (now - CreatedAt) / Duration : 0.5;
        return Math.Clamp(spent, 0, 0.99);
    }

    /// <summary>The task with its fate changed by a fault that acts on work; otherwise itself.</summary>
    public SimulatedTask With(Fault? fault) => fault?.Kind switch
    {
        FaultKind.NeverFinish => this with { Fate = TaskFate.NeverFinish },
        FaultKind.TaskFailed => this with { Fate = TaskFate.Fail, FailureCode = fault.Code },
        FaultKind.EmptyResult => this with { Fate = TaskFate.Empty },
        _ => this,
    };
}

/// <summary>How a task will end.</summary>
internal enum TaskFate
{
    Succeed,
    Fail,
    NeverFinish,
    Empty,
}
