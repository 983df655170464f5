namespace Atelier.Clients.Http;

/// <summary>One call to a vendor: everything <see cref="VendorHttpClient"/> needs to send it, and to send it again.</summary>
public sealed class VendorRequest
{
    /// <summary>The vendor's own word for the call, such as <c>image_to_video</c>. Used in logs, metrics and errors.</summary>
    public required string Operation { get; init; }

    /// <summary>GET, POST, PUT or DELETE. Default: GET.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>
    /// Path below the base URL, with its version (<c>v1/tasks/1</c>), already escaped; or an absolute http(s) URL, which gets the
    /// vendor's credentials only when it has the origin of the base URL.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Query parameters, escaped by the client; those with a null value are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Query { get; init; } = [];

    /// <summary>Headers beside those the client always sends. Not sent to another origin after a redirect.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, or null for none.</summary>
    public VendorBody? Body { get; init; }

    /// <summary>The <c>Accept</c> header. Default: <c>application/json</c>.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>
    /// Longest time for one attempt: to the end of the answer, or to its headers when it is opened as a stream.
    /// Default: <see cref="VendorClientOptions.Timeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Most bytes read from an answer opened as a stream. Default: no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Whether redirects are followed (at most five; credentials never leave the origin). Default: true.</summary>
    public bool FollowRedirects { get; init; } = true;

    /// <summary>Whether the vendor's credentials are sent. Off for signed URLs. Default: true.</summary>
    public bool Authenticate { get; init; } = true;

    /// <summary>
    /// Name of a header that carries the bare key instead of the client's usual credentials, for a vendor some of whose calls take it
    /// there. Default: none.
    /// </summary>
    public string? KeyHeader { get; init; }

    /// <summary>Set for a call that buys something; null for one that may be repeated freely. Default: null.</summary>
    public SubmitPolicy? SubmitPolicy { get; init; }

    /// <summary>
    /// Longest time for the whole call: its turn, every attempt and the waits between. Default: <see cref="VendorClientOptions.Deadline"/>.
    /// </summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>
    /// How long an answer read whole may be handed out again, for a GET whose answer may be a little old: models, engines, balances.
    /// Callers at the same time share one request, each key has answers of its own, and faults are never kept. Default: not at all.
    /// </summary>
    public TimeSpan? CacheFor { get; init; }

    internal bool MayBeCached => CacheFor > TimeSpan.Zero && Method == HttpMethod.Get && Body is null && SubmitPolicy is null;

    /// <summary>
    /// What the call is for, which decides whose circuit breaker it goes through. Default: generation when it buys something or changes
    /// something, download when any media type is taken, polling otherwise.
    /// </summary>
    public OperationClass? Class { get; init; }

    internal OperationClass EffectiveClass =>
        Class ?? (SubmitPolicy is not null || Method != HttpMethod.Get ? OperationClass.Generation
            : Accept == "*/*" ? OperationClass.Download
            : OperationClass.Polling);
}
