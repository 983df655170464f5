using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Atelier.Clients.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Clients.Runway;

/// <summary>Speaks the Runway developer API, version 2024-11-06: generation tasks, uploads, the organisation.</summary>
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
    private int _interpolateLogged;

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

    /// <summary>Starts a video: <c>image_to_video</c> when there is an image, otherwise <c>text_to_video</c>.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RunwayCreated> CreateGenerationAsync(
        RunwayGenerationRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Interpolate is not null && Interlocked.Exchange(ref _interpolateLogged, 1) == 0)
        {
            LogInterpolateIgnored(Vendor);
        }

        var video = request.ToVideoRequest();
        return video.PromptImage is null
            ? TextToVideoAsync(video, submitPolicy, cancellationToken)
            : ImageToVideoAsync(video, submitPolicy, cancellationToken);
    }

    /// <summary><c>POST /v1/image_to_video</c>.</summary>
    public Task<RunwayCreated> ImageToVideoAsync(
        RunwayVideoRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce, CancellationToken cancellationToken = default) =>
        CreateAsync("image_to_video", request, RunwayJson.Default.RunwayVideoRequest, submitPolicy, request?.Timeout, cancellationToken);

    /// <summary><c>POST /v1/text_to_video</c>.</summary>
    public Task<RunwayCreated> TextToVideoAsync(
        RunwayVideoRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce, CancellationToken cancellationToken = default) =>
        CreateAsync("text_to_video", request, RunwayJson.Default.RunwayVideoRequest, submitPolicy, request?.Timeout, cancellationToken);

    /// <summary><c>POST /v1/text_to_image</c>.</summary>
    public Task<RunwayCreated> TextToImageAsync(
        RunwayImageRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce, CancellationToken cancellationToken = default) =>
        CreateAsync("text_to_image", request, RunwayJson.Default.RunwayImageRequest, submitPolicy, request?.Timeout, cancellationToken);

    /// <summary><c>GET /v1/tasks/{id}</c>: how a task is doing; when it has succeeded, with fresh URLs of its output.</summary>
    /// <exception cref="VendorNotFoundException">Unknown, or deleted.</exception>
    public Task<RunwayTask> GetTaskAsync(string id, CancellationToken cancellationToken = default) =>
        GetJsonAsync("tasks", $"v1/tasks/{Segment(id)}", RunwayJson.Default.RunwayTask, cancellationToken);

    /// <summary>Asks for a task until it has ended, well or not.</summary>
    /// <param name="id">The task.</param>
    /// <param name="maxWait">Longest wait, from now. Default: <see cref="DefaultMaxWait"/>.</param>
    /// <param name="pollInterval">Time between two questions; never less than <see cref="ShortestPollInterval"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the task goes on.</param>
    /// <exception cref="VendorTimeoutException">The task had not ended after <paramref name="maxWait"/>.</exception>
    public Task<RunwayTask> WaitForTaskAsync(
        string id, TimeSpan? maxWait = null, TimeSpan pollInterval = default, CancellationToken cancellationToken = default) =>
        WaitAsync(
            "tasks",
            async token => await GetTaskAsync(id, token).ConfigureAwait(false) is { HasEnded: true } task ? task : null,
            maxWait ?? DefaultMaxWait,
            pollInterval > ShortestPollInterval ? pollInterval : ShortestPollInterval,
            cancellationToken);

    /// <summary><c>DELETE /v1/tasks/{id}</c>: cancels a task that goes on, deletes one that has ended together with its output.</summary>
    /// <returns>False when the vendor no longer knew it.</returns>
    public async Task<bool> CancelTaskAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            await SendAsync(
                new VendorRequest { Operation = "tasks/delete", Method = HttpMethod.Delete, Path = $"v1/tasks/{Segment(id)}" },
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (VendorNotFoundException)
        {
            return false; // gone already, which is what was wanted
        }
    }

    /// <summary><c>GET /v1/organization</c>: credits, limits and use of the account.</summary>
    public Task<RunwayOrganization> GetOrganizationAsync(CancellationToken cancellationToken = default) =>
        GetCachedJsonAsync("organization", "v1/organization", RunwayJson.Default.RunwayOrganization, TimeSpan.FromSeconds(5), cancellationToken);

    /// <summary>
    /// Uploads a file of 512 bytes to 200 MB and gives the <c>runway://</c> URI under which requests may use it for 24 hours. Needed for
    /// images that are too large for a data URI (5 MB encoded) and not on the web.
    /// </summary>
    public async Task<string> UploadAsync(VendorFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = "uploads",
                Method = HttpMethod.Post,
                Path = "v1/uploads",
                Body = VendorBody.Json(new RunwayUploadRequest(file.FileName, "ephemeral"), RunwayJson.Default.RunwayUploadRequest),
            },
            cancellationToken).ConfigureAwait(false);
        var ticket = ReadJson(answer, RunwayJson.Default.RunwayUploadTicket);
        if (!Uri.TryCreate(ticket.UploadUrl, UriKind.Absolute, out var url) || (url.Scheme != "https" && (_isHttps || url.Scheme != "http")))
        {
            throw Malformed(answer, "the answer has no usable address for the upload");
        }

        await SendAsync(
            new VendorRequest
            {
                Operation = "uploads/content",
                Method = HttpMethod.Post,
                Path = url.AbsoluteUri,
                Accept = "*/*",
                Authenticate = false,
                FollowRedirects = false,
                Timeout = UploadTimeout,

                // The store takes the signed fields as they are, and ignores what comes after the file.
                Body = VendorBody.Multipart([.. ticket.Fields.Select(field => VendorPart.Text(field.Key, field.Value)), VendorPart.Upload("file", file)]),
            },
            cancellationToken).ConfigureAwait(false);
        return ticket.RunwayUri;
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
        string endpoint, T request, JsonTypeInfo<T> type, SubmitPolicy submitPolicy, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = endpoint,
                Method = HttpMethod.Post,
                Path = $"v1/{endpoint}",
                Body = VendorBody.Json(request, type),
                SubmitPolicy = submitPolicy,
                Timeout = timeout,
            },
            cancellationToken).ConfigureAwait(false);
        var created = ReadJson(answer, RunwayJson.Default.RunwayCreated);
        return created.Id.Length > 0 ? created : throw Malformed(answer, "the answer has no id");
    }

    [LoggerMessage(LogLevel.Warning, "{Vendor}: 'interpolate' has no equivalent in the vendor's API and is not sent")]
    private partial void LogInterpolateIgnored(string vendor);
}
