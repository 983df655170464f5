using Atelier.Simulators.Http;

namespace Atelier.Simulators.Faults;

/// <summary>A fault and the calls it strikes. Every condition that is given must hold.</summary>
public sealed record FaultRule
{
    /// <summary>The misbehaviour.</summary>
    [System.Text.Json.Serialization.JsonRequired]
    public required Fault Fault { get; init; }

    /// <summary>Vendor name; null means every vendor.</summary>
    public string? Vendor { get; init; }

    /// <summary>
    /// An operation name (<c>submit</c>, <c>poll</c>, <c>download</c>, ...), or method and path pattern below the vendor's prefix, where
    /// <c>*</c> stands for anything: <c>POST /v1/videos</c>, <c>GET /v1/tasks/*</c>. Null means every operation, except that
    /// <c>never_finish</c>, <c>task_failed</c>, <c>empty_result</c> and <c>content_refused</c> then mean <c>submit</c>.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>Text the prompt or the first MiB of the body contains (ordinal).</summary>
    public string? Match { get; init; }

    /// <summary>The vendor's model name, as sent in the body or contained in the path.</summary>
    public string? Model { get; init; }

    /// <summary>How many calls are struck; null means until cleared.</summary>
    public int? Times { get; init; }

    /// <summary>
    /// Chance of striking a matching call, 0 to 1; null means always. Drawn from <see cref="Seed"/>, so a run can be repeated.
    /// </summary>
    public double? Probability { get; init; }

    /// <summary>Seed of <see cref="Probability"/>. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    internal string? EffectiveOperation =>
        Operation ?? (Fault.ActsOnWork || Fault.Kind == FaultKind.ContentRefused ? OperationNames.Submit : null);

    internal bool LooksIntoBody => Match is not null || Model is not null;

    internal string? Problem() => this switch
    {
        { Times: < 1 } => "times: must be at least 1",
        { Probability: < 0 or > 1 or double.NaN } => "probability: must be 0 to 1",
        { Match: "" } => "match: must not be empty",
        _ => Fault.Problem(),
    };
}
