using System.Diagnostics.Metrics;

namespace Atelier.Engine;

/// <summary>What the engine of this node measures.</summary>
public static class EngineTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Atelier.Engine";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly UpDownCounter<long> StepsUnderWay =
        Meter.CreateUpDownCounter<long>("atelier.engine.steps.active", "{step}", "Steps of generations under way on this node.");

    internal static readonly Counter<long> StepFaults =
        Meter.CreateCounter<long>("atelier.engine.step.faults", "{fault}", "Steps that failed by a fault of ours and are tried again.");

    internal static readonly Counter<long> Resumed =
        Meter.CreateCounter<long>("atelier.engine.resumed", "{generation}", "Unfinished generations that nobody executed and this node resumed.");
}
