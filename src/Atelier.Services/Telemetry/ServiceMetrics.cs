using System.Diagnostics;
using System.Diagnostics.Metrics;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Generations.Execution;

namespace Atelier.Services.Telemetry;

/// <summary>
/// Counts what was committed. Every tag comes from a closed set: the catalogue's models, the vendors, the modalities, the books, the states and
/// the error codes; never anything a caller wrote.
/// </summary>
internal sealed class ServiceMetrics
{
    private readonly TimeProvider _time;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _failovers;
    private readonly Counter<long> _shared;
    private readonly Histogram<double> _inState;
    private readonly Histogram<double> _whole;
    private readonly Counter<double> _held;
    private readonly Counter<double> _captured;
    private readonly Counter<double> _released;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _artifacts;
    private IReadOnlyList<BacklogEntry> _backlog = [];

    public ServiceMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(ServiceTelemetry.MeterName);
        _accepted = meter.CreateCounter<long>("atelier.generation.accepted", "{generation}", "Generations accepted.");
        _finished = meter.CreateCounter<long>("atelier.generation.finished", "{generation}", "Generations that ended, by how they ended.");
        _failovers = meter.CreateCounter<long>("atelier.generation.failovers", "{failover}", "Generations handed to a fallback, by the vendor that refused.");
        _shared = meter.CreateCounter<long>("atelier.generation.shared", "{generation}", "Generations that shared an earlier result.");
        _inState = meter.CreateHistogram<double>("atelier.generation.state.duration", "s", "Time a generation stayed in a state.");
        _whole = meter.CreateHistogram<double>("atelier.generation.duration", "s", "Time from acceptance to the end.");
        _held = meter.CreateCounter<double>("atelier.credits.held", "{credit}", "Credits held.");
        _captured = meter.CreateCounter<double>("atelier.credits.captured", "{credit}", "Credits captured.");
        _released = meter.CreateCounter<double>("atelier.credits.released", "{credit}", "Credits given back.");
        _bytes = meter.CreateCounter<long>("atelier.artifact.stored", "By", "Bytes of results copied into the store.");
        _artifacts = meter.CreateCounter<long>("atelier.artifact.results", "{artifact}", "Results copied into the store.");
        meter.CreateObservableUpDownCounter(
            "atelier.generation.backlog", () => Volatile.Read(ref _backlog).Select(Measure), "{generation}", "Unfinished generations of the installation.");
    }

    /// <summary>A generation was accepted.</summary>
    public void Accepted(Generation generation)
    {
        _accepted.Add(1, TagsOf(generation));
        _held.Add(Credits(generation.HeldMicro), BookOf(generation));
    }

    /// <summary>A transition was committed.</summary>
    /// <param name="before">The row before.</param>
    /// <param name="change">What was written.</param>
    public void Changed(Generation before, GenerationChange change)
    {
        var rule = GenerationTransitions.Find(change.From, change.Trigger);
        if (rule.To != rule.From)
        {
            var tags = TagsOf(before);
            tags.Add("atelier.state", rule.From.ToWire());
            _inState.Record(Seconds(before.StateSince ?? before.UpdatedAt), tags);
        }

        if (change.Diversion is not null)
        {
            _failovers.Add(1, TagsOf(before));
        }

        if (rule.To.IsFinished())
        {
            Ended(before, change, rule);
        }
    }

    /// <summary>Replaces the backlog that is shown until the next count.</summary>
    public void Backlog(IReadOnlyList<BacklogEntry> entries) => Volatile.Write(ref _backlog, entries);

    private void Ended(Generation before, GenerationChange change, TransitionRule rule)
    {
        var tags = TagsOf(before);
        tags.Add("atelier.outcome", rule.To.ToWire());
        if (change.Error is { } error)
        {
            tags.Add("error.type", FailureErrors.IsOurs(error.Code) ? error.Code : "_OTHER");
        }

        _finished.Add(1, tags);
        _whole.Record(Seconds(before.CreatedAt), tags);
        var captured = rule.Money == MoneyMove.Capture ? change.CaptureMicro : 0;
        _captured.Add(Credits(captured), BookOf(before));
        _released.Add(Credits(before.HeldMicro - captured), BookOf(before));
        if (change.Trigger == GenerationTrigger.Share)
        {
            _shared.Add(1, TagsOf(before));
        }
        else
        {
            CountStored(before, change.Artifacts);
        }
    }

    private void CountStored(Generation before, IReadOnlyList<Artifact> artifacts)
    {
        if (artifacts.Count > 0)
        {
            _bytes.Add(artifacts.Sum(artifact => artifact.Bytes), TagsOf(before));
            _artifacts.Add(artifacts.Count, TagsOf(before));
        }
    }

    private double Seconds(DateTimeOffset since) => Math.Max(0, (_time.GetUtcNow() - since).TotalSeconds);

    private static double Credits(long micro) => (double)MicroCredits.ToCredits(micro);

    private static TagList TagsOf(Generation generation) => new()
    {
        { "atelier.model", generation.Model },
        { "atelier.vendor", generation.Provider },
        { "atelier.modality", generation.Modality.ToString().ToLowerInvariant() },
        { "atelier.book", BookName(generation.Book) },
    };

    private static KeyValuePair<string, object?> BookOf(Generation generation) => new("atelier.book", BookName(generation.Book));

    private static string BookName(Book book) => book == Book.Live ? "live" : "test";

    private static Measurement<long> Measure(BacklogEntry entry) => new(
        entry.Count, new("atelier.vendor", entry.Provider), new("atelier.book", BookName(entry.Book)), new("atelier.state", entry.State.ToWire()));
}

/// <summary>Unfinished generations of one vendor in one state.</summary>
internal sealed record BacklogEntry(string Provider, Book Book, GenerationState State, long Count);
