using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>What the methods of all families are made of.</summary>
public sealed partial class StabilityClient
{
    private const string StableImage = "v2beta/stable-image/";

    /// <summary>Buys an image that comes with the answer.</summary>
    private Task<StabilityMedia> BuyImageAsync(
        string service, StabilityImageRequest request, SubmitPolicy submitPolicy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var type = $"image/{request.OutputFormat ?? "png"}";
        return BuyAsync(service, StableImage + service, request, type, Accepting(request.Answer, "image/*"), submitPolicy,
            cancellationToken);
    }

    /// <summary>Buys media that come with the answer.</summary>
    private async Task<StabilityMedia> BuyAsync(
        string operation,
        string path,
        StabilityRequest request,
        string expectedType,
        string accept,
        SubmitPolicy submitPolicy,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = Submission(operation, path, request, accept, submitPolicy);
        return ReadMedia(await SendBytesAsync(call, cancellationToken).ConfigureAwait(false), expectedType);
    }

    /// <summary>Starts work that is fetched later; some services answer 200, others 202.</summary>
    private async Task<string> StartAsync(
        string operation, string path, StabilityRequest request, SubmitPolicy submitPolicy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = Submission(operation, path, request, "application/json", submitPolicy);
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        return ReadJson(answer, StabilityJson.Default.StabilityJob).Id is { Length: > 0 } id ? id : throw Malformed(answer,
            "the answer has no id");
    }

    /// <summary>Fetches a result whole, or null while it is being made.</summary>
    private async Task<StabilityMedia?> FetchAsync(
        string operation, string path, string expectedType, string accept, CancellationToken cancellationToken)
    {
        var got = await SendBytesAsync(Fetch(operation, path, accept), cancellationToken).ConfigureAwait(false);
        if (got.StatusCode != 202)
        {
            return ReadMedia(got, expectedType);
        }

        _ = ReadJson(got, StabilityJson.Default.StabilityJob);
        return null;
    }

    /// <summary>Opens a result, or null while it is being made.</summary>
    private async Task<StabilityOpenMedia?> OpenAsync(
        string operation, string path, string kind, string accept, CancellationToken cancellationToken)
    {
        var stream = await OpenStreamAsync(Fetch(operation, path, accept), cancellationToken).ConfigureAwait(false);
        if (stream.StatusCode != 202 && IsOf(stream.ContentType, kind))
        {
            return new StabilityOpenMedia(stream);
        }

        await using (stream.ConfigureAwait(false))
        {
            if (stream.StatusCode != 202)
            {
                throw Malformed(stream, $"the answer is not of type {kind}");
            }

            _ = await ReadJsonAsync(stream, StabilityJson.Default.StabilityJob, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    private Task<T> PollAsync<T>(
        string operation, Func<CancellationToken, Task<T?>> ask, TimeSpan maxWait, TimeSpan pollInterval,
            CancellationToken cancellationToken)
        where T : class =>
        WaitAsync(operation, ask, maxWait, pollInterval > ShortestPollInterval ? pollInterval : ShortestPollInterval, cancellationToken);

    private VendorRequest Submission(string operation, string path, StabilityRequest request, string accept, SubmitPolicy submitPolicy) =>
        new()
    {
        Operation = operation,
        Method = HttpMethod.Post,
        Path = path,
        Headers = ClientHeaders(request.ClientUserId),
        Accept = accept,
        Body = VendorBody.Multipart(StabilityForm.Of(request)),
        SubmitPolicy = submitPolicy,
        Timeout = request.Timeout,
    };

    private VendorRequest Fetch(string operation, string path, string accept) =>
        new() { Operation = operation, Path = path, Accept = accept, Headers = ClientHeaders() };

    private VendorRequest V1(string operation, string path, TimeSpan keep) =>
        new() { Operation = operation, Path = path, Headers = [.. ClientHeaders(), .. OrganizationHeader()], CacheFor = keep };

    /// <summary>Reads media from bytes or JSON, whichever came.</summary>
    private StabilityMedia ReadMedia(VendorAnswer answer, string expectedType)
    {
        var requestId = answer.Headers["x-request-id"];
        if (answer.ContentType == "application/json")
        {
            var json = ReadJson(answer, StabilityJson.Default.StabilityMediaJson);
            var content = json.Content is { Length: > 0 } bytes ? bytes : throw Malformed(answer, "the answer holds no media");
            return new StabilityMedia(content, TypeInJson(answer, expectedType), json.FinishReason, json.Seed) { RequestId = requestId };
        }

        if (!IsOf(answer.ContentType, KindOf(expectedType)) || answer.Content.IsEmpty)
        {
            throw Malformed(answer, $"the answer is not of type {KindOf(expectedType)}");
        }

        return new StabilityMedia(answer.Content, answer.ContentType, answer.Headers["finish-reason"],
            StabilityOpenMedia.SeedOf(answer.Headers))
        {
            RequestId = requestId,
        };
    }

    /// <summary>JSON says the type of its media in a parameter: <c>application/json; type=image/png</c>.</summary>
    private static string TypeInJson(VendorAnswer answer, string expectedType) =>
        answer.Headers.MediaTypeParameter("type") is { } type && IsOf(type, KindOf(expectedType)) ? type : expectedType;

    private static string KindOf(string mediaType) => mediaType[..mediaType.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The <c>Accept</c> header for what the caller chose.</summary>
    private static string Accepting(StabilityAnswer answer, string bytes) => answer is StabilityAnswer.Json ? "application/json" : bytes;

    private static bool IsOf(string mediaType, string kind) =>
        mediaType.Length > kind.Length + 1 && mediaType.StartsWith($"{kind}/", StringComparison.OrdinalIgnoreCase);

    private List<KeyValuePair<string, string>> ClientHeaders(string? userId = null)
    {
        StabilityLimits.Require(
            StabilityClientOptions.IsHeaderText(userId), "stability-client-user-id",
                "must have at most 256 characters, printable ASCII only.");
        List<KeyValuePair<string, string>> headers = [];
        Add("stability-client-id", _clientId);
        Add("stability-client-version", _clientVersion);
        Add("stability-client-user-id", userId);
        return headers;

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                headers.Add(new(name, value));
            }
        }
    }

    private IReadOnlyList<KeyValuePair<string, string>> OrganizationHeader() =>
        _organization is { Length: > 0 } id ? [new("Organization", id)] : [];
}
