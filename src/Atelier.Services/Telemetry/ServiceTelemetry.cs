using System.Diagnostics;

namespace Atelier.Services.Telemetry;

/// <summary>Names to listen to, and the activities of the service layer.</summary>
public static class ServiceTelemetry
{
    /// <summary>The meter with generations, credits and artifacts.</summary>
    public const string MeterName = "Atelier.Services";

    /// <summary>The source of one activity per accepted request and per execution step.</summary>
    public const string ActivitySourceName = "Atelier.Services";

    private static readonly ActivitySource Source = new(ActivitySourceName);

    /// <summary>Begins the acceptance of a request, as a child of whatever asked for it.</summary>
    internal static Activity? Accepting(string model) => Source.StartActivity("generation.accept")?.SetTag("atelier.model", model);

    /// <summary>
    /// Begins a step of a generation, as a child of the request that made it: whichever node executes it, before or after a restart. What
    /// happens to be current on this thread is another's trace and is not continued.
    /// </summary>
    internal static Activity? Step(string name, Generations.Generation generation)
    {
        // Without a parent the step is the root of a trace, rather than part of the trace of whoever woke the executor.
        var caller = Activity.Current;
        Activity.Current = null;
        var parent = ActivityContext.TryParse(generation.TraceParent, null, isRemote: true, out var request) ? request : default;
        var step = Source.StartActivity(name, ActivityKind.Internal, parent);
        if (step is null)
        {
            Activity.Current = caller;
            return null;
        }

        return step.SetTag("atelier.generation.id", generation.Id)
            .SetTag("atelier.model", generation.Model)
            .SetTag("atelier.vendor", generation.Provider)
            .SetTag("atelier.attempt", generation.AttemptCount);
    }

    /// <summary>Begins the copying of a result into the store, within a step.</summary>
    internal static Activity? Storing(int count) => Source.StartActivity("generation.store")?.SetTag("atelier.artifacts", count);

    /// <summary>The trace parent to keep with what is being accepted: that of the request, or of the acceptance itself.</summary>
    internal static string? TraceParent(string? ofRequest) =>
        ActivityContext.TryParse(ofRequest, null, out _)
            ? ofRequest
            : Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } current } ? current : null;
}
