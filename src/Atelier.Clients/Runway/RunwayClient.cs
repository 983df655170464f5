using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Atelier.Clients.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Clients.Runway;

/// <summary>
/// Speaks the Runway developer API, version 2024-11-06: every endpoint that starts a task, tasks, uploads, the organisation. A request that the
/// vendor is known to refuse (a text too long, a length out of range, media in a wrong form) throws <see cref="ArgumentException"/> and is not
/// sent; models and values that are not known here are left to the vendor.
/// </summary>
public sealed partial class RunwayClient : VendorHttpClient
{
    /// <summary>The vendor asks not to poll one task more often than this.</summary>
    public static readonly TimeSpan ShortestPollInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long a wait for a task lasts when nothing else is said.</summary>
    public static readonly TimeSpan DefaultMaxWait = TimeSpan.FromMinutes(10);

    // 200 MB over a slow line.
    internal static readonly TimeSpan UploadTimeout = TimeSpan.FromMinutes(15);

    private readonly string _version;
    private readonly bool _isHttps;

    /// <param name="http">Sends the requests.</param>
    /// <param name="options">Settings; read once, here.</param>
    /// <param name="logger">Gets one line per attempt. Default: none.</param>
    /// <param name="time">The clock for waits and time limits. Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong.</exception>
    public RunwayClient(HttpClient http, RunwayClientOptions options, ILogger<RunwayClient>? logger = null, TimeProvider? time = null)
        : base(http, options, logger ?? NullLogger<RunwayClient>.Instance, time)
    {
        _version = options.ApiVersion;
        _isHttps = options.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    protected override VendorError ParseError(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> body) =>
        RunwayErrors.Parse(statusCode, KindOf(statusCode), body);

    /// <summary>The vendor documents 502, 503 and 504 as load shedding: the task was not created.</summary>
    protected override bool IsProvenRefusal(int statusCode, VendorHeaders headers, VendorError error) => statusCode is 502 or 503 or 504;

    /// <inheritdoc/>
    protected override void AddHeaders(HttpRequestHeaders headers)
    {
        base.AddHeaders(headers);
        headers.TryAddWithoutValidation("X-Runway-Version", _version);
    }

    private async Task<RunwayCreated> CreateAsync<T>(
        string endpoint, T request, JsonTypeInfo<T> type, SubmitPolicy submitPolicy, CancellationToken cancellationToken)
        where T : class, IRunwayRequest
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check(endpoint);
        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = endpoint,
                Method = HttpMethod.Post,
                Path = $"v1/{endpoint}",
                Body = VendorBody.Json(request, type),
                SubmitPolicy = submitPolicy,
                Timeout = request.Timeout,
            },
            cancellationToken).ConfigureAwait(false);
        var created = ReadJson(answer, RunwayJson.Default.RunwayCreated);
        return created.Id.Length > 0 ? created : throw Malformed(answer, "the answer has no id");
    }
}
