using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion;

namespace Atelier.Clients.Http;

/// <summary>
/// The one way out to a vendor. A vendor's client is a list of short methods over it; sending, retries, time limits, size limits,
/// redirects, errors, redaction and logs are here.
/// </summary>
/// <remarks>
/// Retries: 4xx never; 5xx, timeouts and connection faults <see cref="VendorClientOptions.RetryCount"/> times, after 1, 2, 4 ... times
/// <see cref="VendorClientOptions.RetryBaseDelay"/>, or after a longer <c>Retry-After</c>. A call with a
/// <see cref="VendorRequest.SubmitPolicy"/> follows it. Every attempt goes through the breaker of its class and waits its turn at the
/// account's limits; a 429 is not repeated and pauses the account.
/// </remarks>
public abstract partial class VendorHttpClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly VendorClientOptions _options;
    private readonly VendorCircuits _circuits;
    private readonly VendorGate _gate;
    private readonly VendorKeyPool _keys;
    private readonly IFusionCache? _cache;
    private readonly bool _ownsCache;
    private readonly Func<VendorCall, string, VendorFault> _describe;
    private readonly ReadAnswer<VendorAnswer> _readAnswer;
    private readonly ReadAnswer<VendorStream> _openAnswer;
    private readonly Redactor _redactor;
    private readonly Uri _root;

    /// <param name="http">Sends the requests. Its handler should not follow redirects; its own timeout should be infinite.</param>
    /// <param name="options">Settings; read once, here.</param>
    /// <param name="logger">Gets one line per attempt.</param>
    /// <param name="time">The clock for waits and time limits. Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong.</exception>
    protected VendorHttpClient(HttpClient http, VendorClientOptions options, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        _http = http;
        _options = options.Snapshot();
        Logger = logger;
        Time = time ?? TimeProvider.System;
        _root = options.RootUri();
        var keys = options.Keys();
        _redactor = new Redactor(keys.Select(key => key.Text));
        _keys = new VendorKeyPool(keys, Time);
        _gate = new VendorGate(options.Limits, Time);
        _circuits = new VendorCircuits(_options, Time, OnRetry);
        _ownsCache = options.CacheAnswers && options.SharedCache is null;
        _cache = _ownsCache ? new FusionCache(new FusionCacheOptions { CacheName = options.Vendor }) : options.CacheAnswers ? options.SharedCache : null;
        _readAnswer = ReadAnswerAsync;
        _openAnswer = OpenAnswerAsync;
        _describe = (call, text) => Describe(call, null, text);
        VendorMetrics.Watch(this, options.Account);
    }

    /// <summary>Name of the vendor in logs and errors.</summary>
    public string Vendor => _options.Vendor;

    /// <summary>How the pipeline of this client stands at this moment: breakers, queue, keys.</summary>
    public VendorPipelineStatus Status => new()
    {
        Vendor = Vendor,
        Circuits = _circuits.States(),
        Requests = _gate.Limits.Requests,
        Window = _gate.Limits.Window,
        Concurrency = _gate.Limits.Concurrency,
        Generations = _gate.Limits.Generations,
        ConnectionsPerHost = _options.Connections.MaxPerHost,
        ConnectionLifetime = _options.Connections.Lifetime,
        ConnectionIdleTimeout = _options.Connections.IdleTimeout,
        Http2 = _options.Connections.Http2,
        UnderWay = _gate.UnderWay,
        Waiting = _gate.Waiting,
        PausedFor = _gate.ClosedFor is var left && left > TimeSpan.Zero ? left : null,
        OpenConnections = _options.Pool.Count,
        Keys = _keys.Report(),
        CacheHits = Interlocked.Read(ref _cacheHits),
        CacheMisses = Interlocked.Read(ref _cacheMisses),
    };

    /// <summary>Ends the pipeline's own timers; calls that wait for their turn fail. The <see cref="HttpClient"/> stays its owner's.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the client holds.</summary>
    /// <param name="disposing">Always true; there is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        _gate.Dispose();
        if (_ownsCache)
        {
            _cache?.Dispose();
        }
    }

    /// <summary>The clock for waits and time limits.</summary>
    protected TimeProvider Time { get; }

    /// <summary>The client's log.</summary>
    protected ILogger Logger { get; }

    /// <summary>Reads a refusal in the vendor's own format. Must not throw on malformed bodies; see <see cref="LenientJson"/>.</summary>
    /// <param name="statusCode">HTTP status, 400 to 599, or the status of the success in which <see cref="FindErrorInSuccess"/> looks.</param>
    /// <param name="headers">Headers of the answer.</param>
    /// <param name="body">At most 64 KB of the body.</param>
    protected abstract VendorError ParseError(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> body);

    /// <summary>Finds a refusal inside a JSON answer with a success status, for vendors who send such. Default: none.</summary>
    protected virtual VendorError? FindErrorInSuccess(VendorHeaders headers, ReadOnlyMemory<byte> body) => null;

    /// <summary>
    /// Whether a 408 or 5xx answer proves that the vendor did not take the work. Default: only 503 with <c>Retry-After</c>.
    /// Other 4xx answers always prove it.
    /// </summary>
    protected virtual bool IsProvenRefusal(int statusCode, VendorHeaders headers, VendorError error)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return statusCode == 503 && headers["Retry-After"] is not null;
    }

    /// <summary>Adds vendor-wide headers; called only for requests to the origin of the base URL. Default: none.</summary>
    protected virtual void AddHeaders(HttpRequestHeaders headers) => ArgumentNullException.ThrowIfNull(headers);

    /// <summary>Adds the key; called only for requests to the origin of the base URL. Default: a bearer token.</summary>
    protected virtual void AddCredentials(HttpRequestHeaders headers, string apiKey)
    {
        ArgumentNullException.ThrowIfNull(headers);
        headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>The key that a call made now would use, for vendors with a second host that takes it.</summary>
    protected string CurrentKey() => _keys.Choose(VendorKeyScope.Wanted, [])?.Text ?? "";

    /// <summary>The kind that a status usually means.</summary>
    protected static VendorErrorKind KindOf(int statusCode) => statusCode switch
    {
        401 => VendorErrorKind.Authentication,
        402 => VendorErrorKind.Balance,
        403 => VendorErrorKind.Permission,
        404 => VendorErrorKind.NotFound,
        429 => VendorErrorKind.RateLimited,
        >= 500 => VendorErrorKind.Server,
        _ => VendorErrorKind.InvalidRequest,
    };

    /// <summary>An id as one segment of a path.</summary>
    /// <exception cref="ArgumentException">It is empty, or would climb out of its place in the path.</exception>
    protected static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return id is "." or ".." ? throw new ArgumentException("Not an id.", nameof(id)) : Uri.EscapeDataString(id);
    }

    /// <summary>Gets JSON.</summary>
    protected Task<T> GetJsonAsync<T>(string operation, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendJsonAsync(new VendorRequest { Operation = operation, Path = path }, type, cancellationToken);

    /// <summary>Sends a request and reads JSON.</summary>
    protected async Task<T> SendJsonAsync<T>(VendorRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return ReadJson(answer, type);
        }
        catch (VendorProtocolException) when (_cache is not null && request.MayBeCached)
        {
            // Bytes that make no sense are a fault too, and a fault is not kept.
            await _cache.RemoveAsync(CacheKey(request, answer.Call.Key), token: CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a request whose answer has no content of interest.</summary>
    protected Task SendAsync(VendorRequest request, CancellationToken cancellationToken) => SendBytesAsync(request, cancellationToken);

    /// <summary>Sends a request and reads the whole answer, up to <see cref="VendorClientOptions.MaxJsonBytes"/>.</summary>
    protected Task<VendorAnswer> SendBytesAsync(VendorRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, cancellationToken).AsTask();

    /// <summary>Sends a request and returns as soon as the headers have come; the body is read by the caller.</summary>
    protected Task<VendorStream> OpenStreamAsync(VendorRequest request, CancellationToken cancellationToken) =>
        ExecuteAsync(request, _openAnswer, cancellationToken).AsTask();

    private ValueTask<VendorAnswer> AnswerAsync(VendorRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _cache is not null && request.MayBeCached
            ? new ValueTask<VendorAnswer>(SendCachedAsync(_cache, request, cancellationToken))
            : ExecuteAsync(request, _readAnswer, cancellationToken);
    }
}
