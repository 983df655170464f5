using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Tasks;

namespace Atelier.Simulators.Runway;

/// <summary>What is kept with a task: enough to make its results again, and its money.</summary>
internal sealed record RunwayWork
{
    /// <summary>Place in the order of arrival, also among tasks created at the same instant.</summary>
    public required long Sequence { get; init; }

    public required bool Video { get; init; }

    public bool Sound { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required double Seconds { get; init; }

    public required int Count { get; init; }

    public required string Format { get; init; }

    /// <summary>The prompt's beginning, for the picture.</summary>
    public required string Prompt { get; init; }

    public required long Seed { get; init; }

    /// <summary>Credits taken at creation.</summary>
    public required decimal Estimate { get; init; }

    /// <summary>Credits a success costs in the end.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Whether a task that never finishes does not even start.</summary>
    public bool StuckPending { get; init; }

    /// <summary>Whether the difference between <see cref="Estimate"/> and the final cost was given back.</summary>
    public bool Settled { get; init; }

    public static RunwayWork Of(SimulatedTask task) =>
        task.Payload.Deserialize(RunwayJson.Default.RunwayWork)
            ?? throw new InvalidDataException($"The task {task.Id} was stored without its work.");

    public JsonObject ToPayload() => JsonSerializer.SerializeToNode(this, RunwayJson.Default.RunwayWork)!.AsObject();
}
