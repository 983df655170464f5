using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;
using Atelier.Providers.Media;

namespace Atelier.Providers.Runway;

/// <summary>Videos and pictures by Runway, whose tasks are asked for until they have ended; their results are downloaded when opened.</summary>
/// <param name="client">Speaks the vendor's HTTP.</param>
/// <param name="downloader">Downloads results; never with the vendor's key.</param>
/// <param name="pollInterval">The shortest time between two polls; the vendor asks for five seconds.</param>
internal sealed class RunwayProvider(RunwayClient client, MediaDownloader downloader, TimeSpan? pollInterval = null) : IGenerationProvider
{
    private readonly TimeSpan _pollAfter = pollInterval ?? RunwayClient.ShortestPollInterval;
    private readonly RunwayMediaPreparer _media = new(client);
    private readonly MediaDownloads _downloads = new(downloader, "Runway");

    public string Name => "runway";

    public ProviderCapabilities Capabilities { get; } =
        new(new HashSet<Modality> { Modality.Image, Modality.Video }, CanCancel: true, CanStreamChat: false);

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        VendorCalls.SubmitAsync(request, RunwayFailureMapper.Map, async () =>
        {
            // Checked before anything is uploaded.
            _ = RunwayRequestMapper.EndpointOf(request);
            var media = await _media.PrepareAsync(request, cancellationToken);
            var policy = request.SubmitPolicy.ToClient();
            var created = RunwayRequestMapper.Map(request, media) switch
            {
                RunwaySubmission.ImageToVideo video => await client.ImageToVideoAsync(video.Request, policy, cancellationToken),
                RunwaySubmission.TextToVideo video => await client.TextToVideoAsync(video.Request, policy, cancellationToken),
                RunwaySubmission.TextToImage picture => await client.TextToImageAsync(picture.Request, policy, cancellationToken),
                var other => throw new InvalidOperationException($"{other.GetType().Name} has no call."),
            };
            return RunwayResponseMapper.Map(created, _pollAfter);
        });

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) =>
        VendorCalls.PollAsync(RunwayFailureMapper.Map, _pollAfter, async () => RunwayResponseMapper.Map(
            await client.GetTaskAsync(task.VendorTaskId, cancellationToken), _pollAfter, _downloads.FromUrl));

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) =>
        VendorCalls.CancelAsync(RunwayFailureMapper.Map, () => client.CancelTaskAsync(task.VendorTaskId, cancellationToken));
}
