using System.Net.Http.Headers;
using Atelier.Clients.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Speaks the HTTP of the AIHubMix gateway: pictures, videos, chat, speech, transcription, embeddings, models, credits. One method for
/// each documented call; see https://docs.aihubmix.com. Every failure is a <see cref="VendorException"/>. Thread safe.
/// </summary>
public sealed partial class AiHubMixClient : VendorHttpClient
{
    private static readonly AiHubMixJsonContext Wire = AiHubMixJson.Wire;

    // No word of JSON in it: the base then looks for a refusal in a JSON answer before handing the stream out.
    private const string AnyMedia = "*/*";

    private readonly string? _appCode;
    private readonly string? _manageKey;
    private readonly string? _taskRoot;
    private readonly Uri _origin;
    private readonly TimeSpan _questionTimeout;
    private readonly Redactor _redactor;

    /// <summary>Creates a client over an <see cref="HttpClient"/> that the caller owns.</summary>
    /// <param name="http">Sends the requests; should neither follow redirects nor have a time limit of its own.</param>
    /// <param name="options">Settings; read once, here.</param>
    /// <param name="logger">Gets one line for each attempt. Default: none.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong.</exception>
    public AiHubMixClient(
        HttpClient http, AiHubMixClientOptions options, ILogger<AiHubMixClient>? logger = null, TimeProvider? time = null)
        : base(http, options, logger ?? NullLogger<AiHubMixClient>.Instance, time)
    {
        _appCode = options.AppCode;
        _manageKey = options.ManageKey;
        _taskRoot = options.TaskRoot();
        _origin = new Uri(options.BaseUrl);
        _questionTimeout = options.QuestionTimeout;
        _redactor = new Redactor(options.Keys().Select(key => key.Text).Concat(options.ManageKey is { } own ? [own] : []));
    }

    /// <inheritdoc />
    protected override void AddHeaders(HttpRequestHeaders headers)
    {
        base.AddHeaders(headers);
        if (_appCode is not null)
        {
            headers.Add("APP-Code", _appCode);
        }
    }

    /// <inheritdoc />
    protected override VendorError ParseError(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> body) =>
        AiHubMixErrors.Read(statusCode, LenientJson.Parse(body));

    /// <inheritdoc />
    protected override VendorError? FindErrorInSuccess(VendorHeaders headers, ReadOnlyMemory<byte> body) =>
        AiHubMixErrors.FindInSuccess(body);

    /// <inheritdoc />
    protected override bool IsProvenRefusal(int statusCode, VendorHeaders headers, VendorError error) =>
        AiHubMixErrors.IsProven(error) || base.IsProvenRefusal(statusCode, headers, error);

    private static VendorRequest Submission(string operation, string path, VendorBody body, SubmitPolicy policy, TimeSpan? timeout) => new()
    {
        Operation = operation,
        Method = HttpMethod.Post,
        Path = path,
        Body = body,
        SubmitPolicy = policy,
        Timeout = timeout,
    };

    private static VendorRequest StreamedSubmission(
        string operation, string path, VendorBody body, SubmitPolicy policy, TimeSpan? timeout) => new()
    {
        Operation = operation,
        Method = HttpMethod.Post,
        Path = path,
        Body = body,
        Accept = "text/event-stream",
        SubmitPolicy = policy,
        Timeout = timeout,
    };

    private GatewayEvents EventsOf(VendorStream answer, VendorRequest request) => new(FaultOf(answer, request.Operation), _redactor);

    private VendorRequest Question(
        string operation, string path, IReadOnlyList<KeyValuePair<string, string?>>? query = null, TimeSpan? keep = null) => new()
    {
        Operation = operation,
        Path = path,
        Query = query ?? [],
        Timeout = _questionTimeout,
        CacheFor = keep,
    };

    private async Task<VendorStream> OpenMediaAsync(VendorRequest request, CancellationToken cancellationToken)
    {
        var answer = await OpenStreamAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.ContentType is not ("application/json" or "text/html"))
        {
            return answer;
        }

        var fault = FaultOf(answer, request.Operation) with { MayHaveBeenAccepted = request.SubmitPolicy is not null };
        await answer.DisposeAsync().ConfigureAwait(false);
        throw new VendorProtocolException(fault with { Text = $"the answer is '{answer.ContentType}' where media was asked for" });
    }

    private VendorFault FaultOf(VendorStream answer, string operation) => new()
    {
        Vendor = Vendor,
        Operation = operation,
        StatusCode = answer.StatusCode,
        Text = "",
        RequestId = answer.Headers["x-request-id"],
        MayHaveBeenAccepted = true,
    };

    // "." and ".." would be taken out of the URL as steps of the path, and the call would reach another endpoint.
    private static string Segment(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, parameter);
        return text is "." or ".." ? throw new ArgumentException("Not an id.", parameter) : Uri.EscapeDataString(text);
    }
}
