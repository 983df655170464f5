using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    /// <summary>Orders a video: <c>POST /v1/videos</c>, in the form of the model's family.</summary>
    /// <param name="request">One of the family records, such as <see cref="VeoVideoRequest"/>.</param>
    /// <param name="policy">What to do after an ambiguous fault. Default: never order twice.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<VideoTask> CreateVideoAsync(
        CreateVideoRequest request,
        SubmitPolicy policy = SubmitPolicy.AtMostOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var answer = await SendBytesAsync(
            Submission("create_video", "v1/videos", VideoBody(request), policy, timeout), cancellationToken).ConfigureAwait(false);
        return Concealed(VideoAnswers.Read(ReadJson(answer, Wire.VideoWire), id: null)) ?? throw Malformed(answer, "the answer names no video id");
    }

    /// <summary>Asks how a video is doing: <c>GET /v1/videos/{id}</c>. Every 15 seconds is what the vendor advises.</summary>
    /// <param name="videoId"><see cref="VideoTask.Id"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<VideoTask> GetVideoAsync(string videoId, CancellationToken cancellationToken = default)
    {
        var call = Question("get_video", VideoPath(videoId));
        return Concealed(VideoAnswers.Read(await SendJsonAsync(call, Wire.VideoWire, cancellationToken).ConfigureAwait(false), videoId))!;
    }

    /// <summary>Orders a finished video anew with other words: <c>POST /v1/videos/{id}/remix</c>.</summary>
    /// <param name="videoId"><see cref="VideoTask.Id"/> of the finished video.</param>
    /// <param name="prompt">What to change.</param>
    /// <param name="policy">What to do after an ambiguous fault. Default: never order twice.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <returns>The new video, under way.</returns>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<VideoTask> RemixVideoAsync(
        string videoId,
        string prompt,
        SubmitPolicy policy = SubmitPolicy.AtMostOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        const string operation = "remix_video";
        AiHubMixLimits.CheckPrompt(prompt, operation);
        var body = VendorBody.Json(new RemixVideoRequest(prompt), Wire.RemixVideoRequest);
        var answer = await SendBytesAsync(
            Submission(operation, $"{VideoPath(videoId)}/remix", body, policy, timeout), cancellationToken).ConfigureAwait(false);
        return Concealed(VideoAnswers.Read(ReadJson(answer, Wire.VideoWire), id: null)) ?? throw Malformed(answer, "the answer names no video id");
    }

    /// <summary>Opens the finished video: <c>GET /v1/videos/{id}/content</c>. The caller reads and disposes it.</summary>
    /// <param name="videoId"><see cref="VideoTask.Id"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="VendorException">The call failed, or the answer is not media.</exception>
    public Task<VendorStream> OpenVideoContentAsync(string videoId, CancellationToken cancellationToken = default) =>
        OpenVideoVariantAsync(videoId, VideoVariant.Video, cancellationToken);

    /// <summary>Opens the finished video, or a picture of it: <c>GET /v1/videos/{id}/content</c>.</summary>
    /// <param name="videoId"><see cref="VideoTask.Id"/>.</param>
    /// <param name="variant">What to open. Pictures are known of Sora only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="VendorException">The call failed, or the answer is not media.</exception>
    public Task<VendorStream> OpenVideoVariantAsync(string videoId, VideoVariant variant, CancellationToken cancellationToken = default)
    {
        var request = new VendorRequest
        {
            Operation = "get_video_content",
            Path = $"{VideoPath(videoId)}/content",
            Query = variant is VideoVariant.Video ? [] : [new("variant", variant is VideoVariant.Thumbnail ? "thumbnail" : "spritesheet")],
            Accept = AnyMedia,
        };
        return OpenMediaAsync(request, cancellationToken);
    }

    /// <summary>Whether an address that an answer named lies at the gateway itself, which then wants the key.</summary>
    /// <param name="url">Such as <see cref="VideoTask.ResultUrl"/>.</param>
    public bool IsOwn(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri && Redirects.SameOrigin(url, _origin);
    }

    /// <summary>
    /// Opens a result at the address that an answer named. Only for addresses of the gateway itself, see <see cref="IsOwn"/>: those of
    /// others must be fetched without the key.
    /// </summary>
    /// <param name="url">Such as <see cref="VideoTask.ResultUrl"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is somebody else's.</exception>
    /// <exception cref="VendorException">The call failed, or the answer is not media.</exception>
    public Task<VendorStream> OpenResultAsync(Uri url, CancellationToken cancellationToken = default) => IsOwn(url)
        ? OpenMediaAsync(new VendorRequest { Operation = "get_result", Path = url.AbsoluteUri, Accept = AnyMedia }, cancellationToken)
        : throw new ArgumentException("The address is not the gateway's; fetch it without the key.", nameof(url));

    /// <summary>Deletes a video at the vendor: <c>DELETE /v1/videos/{id}</c>.</summary>
    /// <param name="videoId"><see cref="VideoTask.Id"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public Task DeleteVideoAsync(string videoId, CancellationToken cancellationToken = default) => SendAsync(
        new VendorRequest
        {
            Operation = "delete_video",
            Method = HttpMethod.Delete,
            Path = VideoPath(videoId),
            Timeout = _questionTimeout,
        },
        cancellationToken);

    private static string VideoPath(string videoId) => $"v1/videos/{Segment(videoId, nameof(videoId))}";

    private static VendorBody VideoBody(CreateVideoRequest request) => request switch
    {
        SoraVideoRequest { ReferenceFile: not null } sora => VendorBody.Multipart(SoraParts(sora)),
        SoraVideoRequest sora => VendorBody.Json(sora, Wire.SoraVideoRequest),
        VeoVideoRequest veo => VendorBody.Json(veo, Wire.VeoVideoRequest),
        WanVideoRequest wan => VendorBody.Json(wan, Wire.WanVideoRequest),
        DashScopeVideoRequest dashScope => VendorBody.Json(dashScope, Wire.DashScopeVideoRequest),
        SeedanceVideoRequest seedance => VendorBody.Json(seedance, Wire.SeedanceVideoRequest),
        KlingVideoRequest kling => VendorBody.Json(kling, Wire.KlingVideoRequest),
        _ => throw new ArgumentException($"{request.GetType().Name} has no wire form.", nameof(request)),
    };

    private static IEnumerable<VendorPart> SoraParts(SoraVideoRequest request)
    {
        yield return VendorPart.Text("model", request.Model);
        yield return VendorPart.Text("prompt", request.Prompt);
        if (request.Size is not null)
        {
            yield return VendorPart.Text("size", request.Size);
        }

        if (request.Seconds is not null)
        {
            yield return VendorPart.Text("seconds", request.Seconds);
        }

        yield return VendorPart.Upload("input_reference", request.ReferenceFile!);
    }

    private VideoTask? Concealed(VideoTask? task) => task is null ? null : task with { Error = Concealed(task.Error) };

    private TaskError? Concealed(TaskError? error) => error is null ? null : new TaskError(Conceal(error.Code), Conceal(error.Message)!);
}
