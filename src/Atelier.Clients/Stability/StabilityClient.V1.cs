using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary><c>/v1/generation</c>: SDXL and the retired engines.</summary>
public sealed partial class StabilityClient
{
    private const string Png = "image/png";

    /// <summary>
    /// <c>POST /v1/generation/{engine_id}/text-to-image</c>: one image for each of <see cref="StabilityTextToImageRequest.Samples"/>.
    /// </summary>
    /// <param name="engineId">The engine, such as <c>stable-diffusion-xl-1024-v1-0</c>.</param>
    /// <param name="request">What to draw.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at least once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">A field is out of the vendor's range.</exception>
    /// <exception cref="VendorException">The call failed. No money is a <see cref="VendorBalanceException"/>, although v1 answers it with
    /// 429.</exception>
    public Task<IReadOnlyList<StabilityMedia>> TextToImageAsync(
        string engineId,
        StabilityTextToImageRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        StabilityV1.Check(engineId, request);
        var body = VendorBody.Json(request, StabilityJson.Default.StabilityTextToImageRequest);
        return DrawAsync(engineId, "text-to-image", body, request.Answer, request.Timeout, submitPolicy, cancellationToken);
    }

    /// <summary><c>POST /v1/generation/{engine_id}/image-to-image</c>.</summary>
    /// <inheritdoc cref="TextToImageAsync"/>
    public Task<IReadOnlyList<StabilityMedia>> ImageToImageAsync(
        string engineId,
        StabilityImageToImageRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        DrawFromAsync(engineId, "image-to-image", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/generation/{engine_id}/image-to-image/masking</c>.</summary>
    /// <inheritdoc cref="TextToImageAsync"/>
    public Task<IReadOnlyList<StabilityMedia>> MaskingAsync(
        string engineId,
        StabilityMaskingRequest request,
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default) =>
        DrawFromAsync(engineId, "image-to-image/masking", request, submitPolicy, cancellationToken);

    /// <summary><c>POST /v1/generation/{engine_id}/image-to-image/upscale</c>, which the vendor retired with its only engine.</summary>
    /// <param name="request">The image.</param>
    /// <param name="engineId">The engine. Default: <c>esrgan-v1-x2plus</c>.</param>
    /// <param name="submitPolicy">How often it may be sent when its fate is unclear. Default: at least once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="VendorNotFoundException">The engine is gone.</exception>
    public Task<IReadOnlyList<StabilityMedia>> UpscaleAsync(
        StabilityUpscaleRequest request,
        string engineId = "esrgan-v1-x2plus",
        SubmitPolicy submitPolicy = SubmitPolicy.AtLeastOnce,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = VendorBody.Multipart(StabilityForm.Of(request));
        return DrawAsync(engineId, "image-to-image/upscale", body, request.Answer, request.Timeout, submitPolicy, cancellationToken);
    }

    private Task<IReadOnlyList<StabilityMedia>> DrawFromAsync(
        string engineId, string service, StabilityV1ImageRequest request, SubmitPolicy submitPolicy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = VendorBody.Multipart(StabilityForm.Of(request));
        return DrawAsync(engineId, service, body, request.Answer, request.Timeout, submitPolicy, cancellationToken);
    }

    private async Task<IReadOnlyList<StabilityMedia>> DrawAsync(
        string engineId,
        string service,
        VendorBody body,
        StabilityAnswer format,
        TimeSpan? timeout,
        SubmitPolicy submitPolicy,
        CancellationToken cancellationToken)
    {
        var call = new VendorRequest
        {
            Operation = service,
            Method = HttpMethod.Post,
            Path = $"v1/generation/{Segment(engineId)}/{service}",
            Headers = [.. ClientHeaders(), .. OrganizationHeader()],
            Accept = format is StabilityAnswer.Json ? "application/json" : Png,
            Body = body,
            SubmitPolicy = submitPolicy,
            Timeout = timeout,
        };
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        return answer.ContentType == "application/json" ? ReadArtifacts(answer) : [ReadMedia(answer, Png)];
    }

    private StabilityMedia[] ReadArtifacts(VendorAnswer answer)
    {
        var artifacts = ReadJson(answer, StabilityJson.Default.StabilityArtifacts).Artifacts ?? throw Malformed(answer,
            "the answer has no artifacts");
        return artifacts.Contains(null!)
            ? throw Malformed(answer, "an artifact is null")
            : [.. artifacts.Select(artifact => new StabilityMedia(artifact.Base64 ?? [], Png, artifact.FinishReason, artifact.Seed))];
    }
}
