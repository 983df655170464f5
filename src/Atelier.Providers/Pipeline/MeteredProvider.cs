using System.Diagnostics;

namespace Atelier.Providers.Pipeline;

/// <summary>Measures each call and puts it into the trace.</summary>
internal sealed class MeteredProvider(
    IGenerationProvider inner,
    ProviderTarget target,
    ProviderMetrics metrics,
    TimeProvider time) : ProviderWrapper(inner, time)
{
    protected override IDisposable? Begin(ProviderCall call)
    {
        var activity = ProviderDiagnostics.Source.StartActivity($"{Name} {call.Operation.ToString().ToLowerInvariant()}");
        activity?.SetTag("atelier.vendor", Name);
        activity?.SetTag("atelier.target", target.ToString().ToLowerInvariant());
        activity?.SetTag("atelier.vendor.model", call.VendorModel);
        activity?.SetTag("atelier.generation.id", call.GenerationId);
        activity?.SetTag("atelier.vendor.task_id", call.VendorTaskId);
        return activity;
    }

    protected override void End(IDisposable? scope, ProviderCall call, ProviderCallResult result, TimeSpan elapsed)
    {
        metrics.OnCallEnded(Name, target, call, result, elapsed);
        if (scope is not Activity activity)
        {
            return;
        }

        activity.SetTag("atelier.outcome", result.Outcome);
        activity.SetTag("atelier.vendor.task_id", result.VendorTaskId ?? call.VendorTaskId);
        if (result.Failure is { } failure)
        {
            activity.SetTag("error.type", failure.Kind.ToString());
            activity.SetStatus(ActivityStatusCode.Error);
        }
        else if (result == ProviderCallResult.Threw)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }
}
