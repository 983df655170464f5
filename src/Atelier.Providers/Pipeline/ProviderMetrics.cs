using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Atelier.Providers.Pipeline;

/// <summary>Counts and times provider calls. Every tag comes from a closed set; model names and ids are left to logs and traces.</summary>
internal sealed class ProviderMetrics
{
    private readonly Counter<long> _submissions;
    private readonly Counter<long> _polls;
    private readonly Counter<long> _cancellations;
    private readonly Histogram<double> _duration;

    public ProviderMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ProviderDiagnostics.MeterName);
        _submissions = meter.CreateCounter<long>(
            "atelier.provider.submissions", "{submission}", "Submissions to vendors, chat included, by outcome.");
        _polls = meter.CreateCounter<long>("atelier.provider.polls", "{poll}", "Questions about vendor tasks, by outcome.");
        _cancellations = meter.CreateCounter<long>("atelier.provider.cancellations", "{cancellation}", "Requests to stop, by outcome.");
        _duration = meter.CreateHistogram<double>("atelier.provider.call.duration", "s", "Time a provider call took, retries included.");
    }

    public void OnCallEnded(string provider, ProviderTarget target, ProviderCall call, ProviderCallResult result, TimeSpan elapsed)
    {
        var tags = new TagList
        {
            { "atelier.vendor", provider },
            { "atelier.target", target == ProviderTarget.Live ? "live" : "sandbox" },
            { "atelier.modality", call.Modality.ToString().ToLowerInvariant() },
            { "atelier.outcome", result.Outcome },
            { "atelier.failure", result.Failure is { } failure ? failure.Kind.ToString() : "none" },
        };
        CounterOf(call.Operation).Add(1, tags);

        tags.Add("atelier.operation", call.Operation.ToString().ToLowerInvariant());
        _duration.Record(elapsed.TotalSeconds, tags);
    }

    private Counter<long> CounterOf(ProviderOperation operation) => operation switch
    {
        ProviderOperation.Poll => _polls,
        ProviderOperation.Cancel => _cancellations,
        _ => _submissions,
    };
}
