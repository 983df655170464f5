using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.Mapping;
using Atelier.Providers.Media;

namespace Atelier.Providers.AiHubMix;

/// <summary>
/// Pictures, videos, speech, transcripts, translations, vectors and chat of the many vendors behind the AIHubMix gateway. The model's name tells its family,
/// and the family the form of the request.
/// </summary>
/// <param name="client">The gateway.</param>
/// <param name="downloader">Fetches results that lie elsewhere.</param>
/// <param name="pollInterval">The shortest time between two polls of one task. Default: what the vendor advises.</param>
internal sealed class AiHubMixProvider(AiHubMixClient client, MediaDownloader downloader, TimeSpan? pollInterval = null)
    : IGenerationProvider, IChatProvider
{
    // The vendor's own advice for videos. Its picture tasks take seconds.
    private readonly TimeSpan _videoPoll = pollInterval ?? TimeSpan.FromSeconds(15);
    private readonly TimeSpan _picturePoll = pollInterval ?? TimeSpan.FromSeconds(3);
    private readonly MediaDownloads _downloads = new(downloader, AiHubMixFailureMapper.VendorTitle);

    public string Name => "aihubmix";

    public ProviderCapabilities Capabilities { get; } = new(
        new HashSet<Modality>
        {
            Modality.Image, Modality.Video, Modality.Speech, Modality.Transcription, Modality.Translation, Modality.Embedding, Modality.Chat,
        },
        CanCancel: false,
        CanStreamChat: true);

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return VendorCalls.SubmitAsync(request, AiHubMixFailureMapper.Map, () => request.Modality switch
        {
            Modality.Image when AiHubMixModels.IsPrediction(request.VendorModel, request.Route) => PredictAsync(request, cancellationToken),
            Modality.Image when AiHubMixModels.IsGemini(request.VendorModel, request.Route) => AskGeminiAsync(request, cancellationToken),
            Modality.Image => DrawAsync(request, cancellationToken),
            Modality.Video => OrderVideoAsync(request, cancellationToken),
            Modality.Speech => SpeakAsync(request, cancellationToken),
            Modality.Transcription => TranscribeAsync(request, cancellationToken),
            Modality.Translation => TranslateAsync(request, cancellationToken),
            Modality.Embedding => EmbedAsync(request, cancellationToken),
            Modality.Chat => ChatAsync(request, cancellationToken),
            _ => throw new InvalidInputException("model", $"AIHubMix makes no {request.Modality}."),
        });
    }

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var pollAfter = task.Modality is Modality.Video ? _videoPoll : _picturePoll;
        return VendorCalls.PollAsync(AiHubMixFailureMapper.Map, pollAfter, async () =>
        {
            try
            {
                return await AskAsync(task, cancellationToken);
            }
            catch (VendorNotFoundException e) when (!AiHubMixFailureMapper.IsUnknownTask(e))
            {
                return new PollOutcome.Unavailable(AiHubMixFailureMapper.Map(e) with { MayHaveCharged = true }, pollAfter);
            }
        });
    }

    /// <summary>The gateway can delete a video, but says nothing of stopping one: it would run on and be charged.</summary>
    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<CancelOutcome>(new CancelOutcome.NotSupported());
    }

    public Task<SubmitOutcome> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return VendorCalls.SubmitAsync(request, AiHubMixFailureMapper.Map, () => ChatAsync(request, cancellationToken));
    }

    public IAsyncEnumerable<ChatUpdate> StreamAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AiHubMixChatStream.ReadAsync(client, request, cancellationToken);
    }

    private async Task<PollOutcome> AskAsync(ProviderTask task, CancellationToken cancellationToken) => task.Modality is Modality.Video
        ? AiHubMixResponseMapper.Map(await client.GetVideoAsync(task.VendorTaskId, cancellationToken), Open, _videoPoll)
        : AiHubMixResponseMapper.Map(await client.GetPredictionTaskAsync(task.VendorTaskId, cancellationToken), FromUrl, _picturePoll);

    private async Task<SubmitOutcome> DrawAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var input = await AiHubMixInput.ReadAsync(request, inJson: false, cancellationToken);
        if (request.Previews is { Most: > 0 } previews && AiHubMixWatched.Shows(request.VendorModel))
        {
            return await AiHubMixWatched.DrawAsync(client, input, request, previews, cancellationToken);
        }

        var policy = request.SubmitPolicy.ToClient();
        var answer = input.HasMedia("image") || input.HasMedia("mask")
            ? await client.EditImageAsync(AiHubMixImageRequestMapper.MapEdit(input), policy, request.Timeout, cancellationToken)
            : await client.CreateImageAsync(AiHubMixImageRequestMapper.MapCreate(input), policy, request.Timeout, cancellationToken);
        return AiHubMixResponseMapper.Map(answer, FromUrl, request.SubmitPolicy);
    }

    private async Task<SubmitOutcome> PredictAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var input = await AiHubMixInput.ReadAsync(request, inJson: true, cancellationToken);
        var order = AiHubMixPredictionRequestMapper.Map(input);
        var prediction = await client.CreatePredictionAsync(
            request.VendorModel, order, request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken);
        return AiHubMixResponseMapper.Map(prediction, FromUrl, request.SubmitPolicy, _picturePoll);
    }

    private async Task<SubmitOutcome> AskGeminiAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var content = AiHubMixContentRequestMapper.Map(await AiHubMixInput.ReadAsync(request, inJson: true, cancellationToken));
        return AiHubMixContentResponseMapper.Map(await client.GenerateContentAsync(
            request.VendorModel, content, request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken));
    }

    private async Task<SubmitOutcome> OrderVideoAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var family = AiHubMixModels.Video(request.VendorModel, request.Route)
            ?? throw new InvalidInputException("model", $"{request.VendorModel} needs a route that names its form of requests.");
        var input = await AiHubMixInput.ReadAsync(request, AiHubMixVideoRequestMapper.PutsPicturesInJson(family), cancellationToken);
        var video = await client.CreateVideoAsync(
            AiHubMixVideoRequestMapper.Map(input, family), request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken);
        return new SubmitOutcome.Accepted(video.Id, _videoPoll);
    }

    private async Task<SubmitOutcome> SpeakAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var speech = AiHubMixAudioRequestMapper.MapSpeech(await AiHubMixInput.ReadAsync(request, inJson: true, cancellationToken));
        var answer = await client.CreateSpeechAsync(speech, request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken);
        return await AiHubMixSpeechSource.ReadAsync(answer, speech.ResponseFormat, request.SubmitPolicy, _downloads.MapFailure, cancellationToken);
    }

    private async Task<SubmitOutcome> TranscribeAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var input = await AiHubMixInput.ReadAsync(request, inJson: false, cancellationToken);
        var format = input.Values.Text("format");
        if (request.Previews is { Most: > 0 } previews && AiHubMixWatched.ShowsWords(request.VendorModel, format))
        {
            return await AiHubMixWatched.TranscribeAsync(client, input, request, previews, cancellationToken);
        }

        var transcript = await client.TranscribeAsync(
            AiHubMixAudioRequestMapper.MapTranscription(input), request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken);
        return AiHubMixResponseMapper.Map(transcript, format);
    }

    private async Task<SubmitOutcome> TranslateAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var input = await AiHubMixInput.ReadAsync(request, inJson: false, cancellationToken);
        var format = input.Values.Text("format");
        var transcript = await client.TranslateAsync(
            AiHubMixAudioRequestMapper.MapTranslation(input), request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken);
        return AiHubMixResponseMapper.Map(transcript, format);
    }

    private async Task<SubmitOutcome> EmbedAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var order = AiHubMixEmbeddingRequestMapper.Map(await AiHubMixInput.ReadAsync(request, inJson: false, cancellationToken));
        return AiHubMixResponseMapper.Map(
            await client.CreateEmbeddingsAsync(order, request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken));
    }

    private async Task<SubmitOutcome> ChatAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var chat = AiHubMixChatRequestMapper.Map(await AiHubMixInput.ReadAsync(request, inJson: false, cancellationToken));
        return AiHubMixResponseMapper.Map(
            await client.CreateChatCompletionAsync(chat, request.SubmitPolicy.ToClient(), request.Timeout, cancellationToken));
    }

    private AiHubMixVideoSource Open(VideoTask video) => new(video, client, _downloads);

    private MediaSource FromUrl(Uri url) => _downloads.FromUrl(url, contentType: null, fileName: null);
}
