using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Simulators.Faults;

/// <summary>One misbehaviour with its details.</summary>
public sealed record Fault
{
    /// <summary>What happens.</summary>
    [JsonRequired]
    public required FaultKind Kind { get; init; }

    /// <summary>HTTP status, 200 to 599; for <c>status</c>, <c>html_error</c>, <c>rate_limited</c> and <c>content_refused</c>.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// The exact body to send instead of the vendor's envelope: a JSON string is sent as its text, anything else as JSON.
    /// </summary>
    public JsonElement? Body { get; init; }

    /// <summary>Headers to send as well.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Milliseconds to wait first; for <c>slow_drip</c> the wait before each piece. 0 to 600,000.</summary>
    public int? DelayMs { get; init; }

    /// <summary>Seconds announced by a 429; null sends no header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The vendor's failure code of a failed task, or error code of a scripted error.</summary>
    public string? Code { get; init; }

    /// <summary>
    /// For <c>status</c>, <c>timeout</c>, <c>html_error</c> and <c>error_200</c>: true does the work first, so that it is bought although
    /// the caller is told otherwise. Default: false.
    /// </summary>
    public bool Accepted { get; init; }

    internal TimeSpan Delay => TimeSpan.FromMilliseconds(DelayMs ?? 0);

    /// <summary>Whether the fault acts through the vendor's own handling of the work, not around it.</summary>
    internal bool ActsOnWork =>
        Kind is FaultKind.NeverFinish or FaultKind.TaskFailed or FaultKind.EmptyResult || DeliversFiltered;

    /// <summary>Whether content is refused by delivering it filtered instead of by an error.</summary>
    internal bool DeliversFiltered => Kind == FaultKind.ContentRefused && Status == 200;

    internal string? Problem() => this switch
    {
        { Status: < 200 or > 599 } => "fault.status: must be 200 to 599",
        { DelayMs: < 0 or > 600_000 } => "fault.delay_ms: must be 0 to 600000",
        { RetryAfter: < 0 } => "fault.retry_after: must not be negative",
        { Kind: FaultKind.Delay, DelayMs: null } => "fault.delay_ms: is required for the kind delay",
        { Accepted: true } when Kind is not (FaultKind.Status or FaultKind.Timeout or FaultKind.HtmlError or FaultKind.Error200) =>
            "fault.accepted: only for the kinds status, timeout, html_error and error_200",
        _ => null,
    };

    internal string? BodyText() => Body switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } json => json.GetRawText(),
    };
}
