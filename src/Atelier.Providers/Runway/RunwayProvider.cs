using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;
using Atelier.Providers.Media;

namespace Atelier.Providers.Runway;

/// <summary>Videos, pictures, speech and sounds by Runway, whose tasks are asked for until they have ended; their results are downloaded when opened.</summary>
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
        new(new HashSet<Modality> { Modality.Image, Modality.Video, Modality.Speech, Modality.Sound }, CanCancel: true, CanStreamChat: false);

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        VendorCalls.SubmitAsync(request, RunwayFailureMapper.Map, async () =>
        {
            // Checked before anything is uploaded.
            _ = RunwayRequestMapper.Map(request, RunwayMedia.StandIn(request));
            try
            {
                var media = await _media.PrepareAsync(request, cancellationToken);
                var submission = RunwayRequestMapper.Map(request, media);
                return RunwayResponseMapper.Map(await SendAsync(submission, request.SubmitPolicy.ToClient(), cancellationToken), _pollAfter);
            }
            catch (ArgumentException e)
            {
                throw RunwayFailureMapper.Map(e, RunwayRequestMapper.EndpointOf(request));
            }
        });

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) =>
        VendorCalls.PollAsync(RunwayFailureMapper.Map, _pollAfter, async () => RunwayResponseMapper.Map(
            await client.GetTaskAsync(task.VendorTaskId, cancellationToken), _pollAfter, _downloads.FromUrl));

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) =>
        VendorCalls.CancelAsync(RunwayFailureMapper.Map, () => client.CancelTaskAsync(task.VendorTaskId, cancellationToken));

    private Task<RunwayCreated> SendAsync(RunwaySubmission submission, Clients.Http.SubmitPolicy policy, CancellationToken cancellationToken) =>
        submission switch
        {
            RunwaySubmission.ImageToVideo one => client.ImageToVideoAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.TextToVideo one => client.TextToVideoAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.VideoToVideo one => client.VideoToVideoAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.CharacterPerformance one => client.CharacterPerformanceAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.VideoUpscale one => client.VideoUpscaleAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.VideoToHdr one => client.VideoToHdrAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.TextToImage one => client.TextToImageAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.ImageUpscale one => client.ImageUpscaleAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.TextToSpeech one => client.TextToSpeechAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.SoundEffect one => client.SoundEffectAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.SpeechToSpeech one => client.SpeechToSpeechAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.VoiceDubbing one => client.VoiceDubbingAsync(one.Request, policy, cancellationToken),
            RunwaySubmission.VoiceIsolation one => client.VoiceIsolationAsync(one.Request, policy, cancellationToken),
            _ => throw new InvalidOperationException($"{submission.GetType().Name} has no call."),
        };
}
