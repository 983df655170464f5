using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>
/// Pictures by Stability AI, which answers with the picture itself, and videos by the retired Stable Video, which is asked until the
/// video is there.
/// </summary>
/// <param name="client">Speaks the vendor's HTTP.</param>
/// <param name="pollInterval">The shortest time between two polls; the vendor asks for ten seconds.</param>
internal sealed class StabilityProvider(StabilityClient client, TimeSpan? pollInterval = null) : IGenerationProvider
{
    private readonly TimeSpan _pollAfter = pollInterval ?? StabilityClient.ShortestPollInterval;

    public string Name => "stability";

    public ProviderCapabilities Capabilities { get; } =
        new(new HashSet<Modality> { Modality.Image, Modality.Video }, CanCancel: false, CanStreamChat: false);

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        VendorCalls.SubmitAsync(request, StabilityFailureMapper.Map, async () =>
        {
            var image = request.FirstMedia("image") is { } media ? await InputMedia.ToFileAsync(media, "image", cancellationToken) : null;
            var policy = request.SubmitPolicy.ToClient();
            return StabilityRequestMapper.Map(request, image) switch
            {
                StabilitySubmission.TextToImage v1 =>
                    Map(await client.TextToImageAsync(v1.EngineId, v1.Request, policy, cancellationToken)),
                StabilitySubmission.Core core => Map([await client.GenerateCoreAsync(core.Request, policy, cancellationToken)]),
                StabilitySubmission.Ultra ultra => Map([await client.GenerateUltraAsync(ultra.Request, policy, cancellationToken)]),
                StabilitySubmission.Sd3 sd3 => Map([await client.GenerateSd3Async(sd3.Request, policy, cancellationToken)]),
                StabilitySubmission.ImageToVideo video =>
                    new SubmitOutcome.Accepted(await client.ImageToVideoAsync(video.Request, policy, cancellationToken), _pollAfter),
                var other => throw new InvalidOperationException($"{other.GetType().Name} has no call."),
            };

            SubmitOutcome Map(IReadOnlyList<StabilityMedia> answer) => StabilityResponseMapper.Map(answer, request.SubmitPolicy);
        });

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) =>
        VendorCalls.PollAsync(StabilityFailureMapper.Map, _pollAfter, async () =>
        {
            var video = await client.GetImageToVideoResultAsync(task.VendorTaskId, cancellationToken);
            if (video is null)
            {
                return new PollOutcome.Running(null, _pollAfter);
            }

            if (video.Media.Length == 0)
            {
                await video.DisposeAsync();
                return new PollOutcome.Completed(new ProviderResult([]));
            }

            if (video.FinishReason == StabilityFinishReason.ContentFiltered)
            {
                await video.DisposeAsync();
                return new PollOutcome.Failed(StabilityResponseMapper.Filtered("video"));
            }

            var source = new StabilityVideoSource(video, token => client.GetImageToVideoResultAsync(task.VendorTaskId, token));
            return new PollOutcome.Completed(new ProviderResult([source]) { Details = StabilityResponseMapper.DetailsOf(video.Seed) });
        });

    /// <summary>The vendor has no way to stop a video.</summary>
    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<CancelOutcome>(new CancelOutcome.NotSupported());
    }
}
