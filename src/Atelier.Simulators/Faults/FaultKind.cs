using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Simulators.Faults;

/// <summary>The ways a vendor can misbehave. In JSON the names are in snake case, e.g. <c>reset_after_body</c>.</summary>
[JsonConverter(typeof(FaultKindConverter))]
public enum FaultKind
{
    /// <summary>Answers with a status (default 500) in the vendor's error envelope, or with the given body.</summary>
    Status,

    /// <summary>Never answers: holds the connection until the caller gives up.</summary>
    Timeout,

    /// <summary>Drops the connection without reading the request (when the rule does not look into the body); nothing is bought.</summary>
    ResetBeforeBody,

    /// <summary>Does the work, counts it as bought, then drops the connection instead of answering.</summary>
    ResetAfterBody,

    /// <summary>Does the work and answers with a body that does not parse: cut JSON, or media whose first bytes are wiped.</summary>
    MalformedBody,

    /// <summary>Does the work, announces the whole answer, sends half of it and drops the connection.</summary>
    TruncatedBody,

    /// <summary>Does the work and sends the answer in 16 pieces, waiting <c>delay_ms</c> (default 100) before each.</summary>
    SlowDrip,

    /// <summary>Answers 429, with <c>Retry-After</c> when <c>retry_after</c> is given.</summary>
    RateLimited,

    /// <summary>
    /// Refuses the content in the vendor's own way; nothing is bought. With <c>status</c> 200 it delivers a filtered result where the
    /// vendor
    /// has such a thing.
    /// </summary>
    ContentRefused,

    /// <summary>The work is accepted and never ends; a synchronous call hangs.</summary>
    NeverFinish,

    /// <summary>
    /// The task is accepted and fails with <c>code</c>, or with the vendor's usual failure; a synchronous call answers an error.
    /// </summary>
    TaskFailed,

    /// <summary>Answers with an HTML page as an edge proxy does (default status 502).</summary>
    HtmlError,

    /// <summary>Success with nothing in it: no pictures, no output.</summary>
    EmptyResult,

    /// <summary>Answers 200 with an error in the body.</summary>
    [JsonStringEnumMemberName("error_200")]
    Error200,

    /// <summary>Waits <c>delay_ms</c>, then does everything as usual.</summary>
    Delay,
}

internal sealed class FaultKindConverter() : JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
