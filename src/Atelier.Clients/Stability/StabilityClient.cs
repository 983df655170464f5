using Atelier.Clients.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Clients.Stability;

/// <summary>Speaks the Stability AI REST API: v1 (SDXL, account) and v2beta (Stable Image, the retired Stable Video).</summary>
public sealed class StabilityClient : VendorHttpClient
{
    /// <summary>The vendor asks not to poll one job more often than this.</summary>
    public static readonly TimeSpan ShortestPollInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BalanceAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListAge = TimeSpan.FromMinutes(5);

    private readonly string? _organization;

    /// <param name="http">Sends the requests.</param>
    /// <param name="options">Settings; read once, here.</param>
    /// <param name="logger">Gets one line per attempt. Default: none.</param>
    /// <param name="time">The clock for waits and time limits. Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong.</exception>
    public StabilityClient(HttpClient http, StabilityClientOptions options, ILogger<StabilityClient>? logger = null, TimeProvider? time = null)
        : base(http, options, logger ?? NullLogger<StabilityClient>.Instance, time) => _organization = options.Organization;

    /// <summary><c>GET /v1/user/account</c>: who the key belongs to.</summary>
    public Task<StabilityAccount> GetAccountAsync(CancellationToken cancellationToken = default) =>
        GetCachedJsonAsync("account", "v1/user/account", StabilityJson.Default.StabilityAccount, BalanceAge, cancellationToken);

    /// <summary><c>GET /v1/user/balance</c>: credits left (1 credit is 0.01 USD). The cheapest check of a key.</summary>
    public Task<StabilityBalance> GetBalanceAsync(CancellationToken cancellationToken = default) =>
        SendJsonAsync(V1("balance", "v1/user/balance", BalanceAge), StabilityJson.Default.StabilityBalance, cancellationToken);

    /// <summary><c>GET /v1/engines/list</c>: the v1 engines this key may use.</summary>
    public Task<IReadOnlyList<StabilityEngine>> ListEnginesAsync(CancellationToken cancellationToken = default) =>
        SendJsonAsync(V1("engines_list", "v1/engines/list", ListAge), StabilityJson.Default.IReadOnlyListStabilityEngine, cancellationToken);

    /// <summary><c>POST /v1/generation/{engine_id}/text-to-image</c>: one image for each of <see cref="StabilityTextToImageRequest.Samples"/>.</summary>
    /// <param name="engineId">The engine, such as <c>stable-diffusion-xl-1024-v1-0</c>.</param>
    /// <param name="request">What to draw.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at least once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="VendorException">The call failed. No money is a <see cref="VendorBalanceException"/>, although v1 answers it with 429.</exception>
    public async Task<IReadOnlyList<StabilityMedia>> TextToImageAsync(
        string engineId,
        StabilityTextToImageRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = "text-to-image",
                Method = HttpMethod.Post,
                Path = $"v1/generation/{Segment(engineId)}/text-to-image",
                Headers = Organization(),
                Accept = request.Answer is StabilityAnswer.Json ? "application/json" : "image/png",
                Body = VendorBody.Json(request, StabilityJson.Default.StabilityTextToImageRequest),
                SubmitPolicy = submitPolicy,
                Timeout = request.Timeout,
            },
            cancellationToken).ConfigureAwait(false);
        if (answer.ContentType != "application/json")
        {
            return [ReadMedia(answer, "image/png")];
        }

        var artifacts = ReadJson(answer, StabilityJson.Default.StabilityArtifacts).Artifacts
            ?? throw Malformed(answer, "the answer has no artifacts");
        return [.. artifacts.Select(artifact => new StabilityMedia(artifact.Base64 ?? [], "image/png", artifact.FinishReason, artifact.Seed))];
    }

    /// <summary><c>POST /v2beta/stable-image/generate/core</c>.</summary>
    public Task<StabilityMedia> GenerateCoreAsync(
        StabilityCoreRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce, CancellationToken cancellationToken = default) =>
        GenerateAsync("core", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/generate/ultra</c>.</summary>
    public Task<StabilityMedia> GenerateUltraAsync(
        StabilityUltraRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce, CancellationToken cancellationToken = default) =>
        GenerateAsync("ultra", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/stable-image/generate/sd3</c>: the Stable Diffusion 3.5 models.</summary>
    public Task<StabilityMedia> GenerateSd3Async(
        StabilitySd3Request request, SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce, CancellationToken cancellationToken = default) =>
        GenerateAsync("sd3", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v2beta/image-to-video</c>: starts a video and gives its id. The vendor withdrew this service on 2025-07-24.</summary>
    /// <param name="request">The first frame and its motion.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at most once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> ImageToVideoAsync(
        StabilityImageToVideoRequest request, SubmitPolicy submitPolicy = SubmitPolicy.AtMostOnce, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = "image-to-video",
                Method = HttpMethod.Post,
                Path = "v2beta/image-to-video",
                Body = VendorBody.Multipart(StabilityForm.Parts(request)),
                SubmitPolicy = submitPolicy,
                Timeout = request.Timeout,
            },
            cancellationToken).ConfigureAwait(false);
        return ReadJson(answer, StabilityJson.Default.StabilityJob).Id is { Length: > 0 } id ? id : throw Malformed(answer, "the answer has no id");
    }

    /// <summary><c>GET /v2beta/image-to-video/result/{id}</c>: the open video, or null while it is being made. Results live 24 hours.</summary>
    /// <exception cref="VendorNotFoundException">Unknown, expired, or started with another key.</exception>
    public async Task<StabilityVideo?> GetImageToVideoResultAsync(string id, CancellationToken cancellationToken = default)
    {
        var stream = await OpenStreamAsync(
            new VendorRequest { Operation = "image-to-video/result", Path = $"v2beta/image-to-video/result/{Segment(id)}", Accept = "video/*" },
            cancellationToken).ConfigureAwait(false);
        if (stream.StatusCode != 202 && stream.ContentType.StartsWith("video/", StringComparison.Ordinal))
        {
            return new StabilityVideo(stream);
        }

        await using (stream.ConfigureAwait(false))
        {
            if (stream.StatusCode != 202)
            {
                throw Malformed(stream, "the answer is not a video");
            }

            _ = await ReadJsonAsync(stream, StabilityJson.Default.StabilityJob, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>Asks for a video until it is there.</summary>
    /// <param name="id">The id that <see cref="ImageToVideoAsync"/> gave.</param>
    /// <param name="maxWait">Longest wait, from now.</param>
    /// <param name="pollInterval">Time between two questions; never less than <see cref="ShortestPollInterval"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the vendor's work goes on.</param>
    /// <exception cref="VendorTimeoutException">The video was not there after <paramref name="maxWait"/>.</exception>
    public Task<StabilityVideo> WaitForImageToVideoAsync(
        string id, TimeSpan maxWait, TimeSpan pollInterval = default, CancellationToken cancellationToken = default) =>
        WaitAsync(
            "image-to-video/result",
            token => GetImageToVideoResultAsync(id, token),
            maxWait,
            pollInterval > ShortestPollInterval ? pollInterval : ShortestPollInterval,
            cancellationToken);

    /// <inheritdoc/>
    protected override VendorError ParseError(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> body) =>
        StabilityErrors.Parse(KindOf(statusCode), body);

    /// <summary>
    /// The vendor's own 500 says that the request failed, and failed requests are not charged. Without its envelope a 5xx comes from a
    /// proxy before it and proves nothing.
    /// </summary>
    protected override bool IsProvenRefusal(int statusCode, VendorHeaders headers, VendorError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return base.IsProvenRefusal(statusCode, headers, error) || (statusCode == 500 && error.Code is "internal_error" or "server_error");
    }

    private async Task<StabilityMedia> GenerateAsync(
        string service, StabilityGenerateRequest request, SubmitPolicy submitPolicy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = $"generate/{service}",
                Method = HttpMethod.Post,
                Path = $"v2beta/stable-image/generate/{service}",
                Accept = request.Answer is StabilityAnswer.Json ? "application/json" : "image/*",
                Body = VendorBody.Multipart(StabilityForm.Parts(request)),
                SubmitPolicy = submitPolicy,
                Timeout = request.Timeout,
            },
            cancellationToken).ConfigureAwait(false);
        return ReadMedia(answer, $"image/{request.OutputFormat ?? "png"}");
    }

    private StabilityMedia ReadMedia(VendorAnswer answer, string expectedType)
    {
        if (answer.ContentType == "application/json")
        {
            var json = ReadJson(answer, StabilityJson.Default.StabilityMediaJson);
            var content = json.Image ?? json.Result ?? throw Malformed(answer, "the answer has no image");
            return new StabilityMedia(content, answer.Headers.MediaTypeParameter("type") ?? expectedType, json.FinishReason, json.Seed)
            {
                RequestId = answer.Headers["x-request-id"],
            };
        }

        if (!answer.ContentType.StartsWith("image/", StringComparison.Ordinal) || answer.Content.IsEmpty)
        {
            throw Malformed(answer, "the answer is not an image");
        }

        return new StabilityMedia(answer.Content, answer.ContentType, answer.Headers["finish-reason"], StabilityVideo.SeedOf(answer.Headers))
        {
            RequestId = answer.Headers["x-request-id"],
        };
    }

    private VendorRequest V1(string operation, string path, TimeSpan keep) =>
        new() { Operation = operation, Path = path, Headers = Organization(), CacheFor = keep };

    private IReadOnlyList<KeyValuePair<string, string>> Organization() =>
        _organization is { Length: > 0 } id ? [new("Organization", id)] : [];
}
