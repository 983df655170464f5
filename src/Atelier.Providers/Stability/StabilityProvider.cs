using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>
/// Pictures, meshes and music by Stability AI. Most services answer with the result itself; the others, and the retired Stable Video, are
/// asked until it is there.
/// </summary>
/// <param name="client">Speaks the vendor's HTTP.</param>
/// <param name="pollInterval">The shortest time between two polls; the vendor asks for ten seconds.</param>
internal sealed class StabilityProvider(StabilityClient client, TimeSpan? pollInterval = null) : IGenerationProvider
{
    private readonly TimeSpan _pollAfter = pollInterval ?? StabilityClient.ShortestPollInterval;

    public string Name => "stability";

    public ProviderCapabilities Capabilities { get; } = new(
        new HashSet<Modality> { Modality.Image, Modality.Video, Modality.Music, Modality.Mesh }, CanCancel: false, CanStreamChat: false);

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        VendorCalls.SubmitAsync(request, StabilityFailureMapper.Map, async () =>
        {
            var submission = StabilityRequestMapper.Map(request, await FilesAsync(request, cancellationToken));
            var answer = await SendAsync(submission, request.SubmitPolicy, cancellationToken);
            return answer.TaskId is { } id
                ? new SubmitOutcome.Accepted(id, _pollAfter)
                : StabilityResponseMapper.Map(answer.Media, request.SubmitPolicy, request.Modality);
        });

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) =>
        VendorCalls.PollAsync(StabilityFailureMapper.Map, _pollAfter, async () =>
        {
            var result = await OpenAsync(task, cancellationToken);
            if (result is null)
            {
                return new PollOutcome.Running(null, _pollAfter);
            }

            if (result.Media.Length == 0)
            {
                await result.DisposeAsync();
                return new PollOutcome.Completed(new ProviderResult([]));
            }

            if (result.FinishReason == StabilityFinishReason.ContentFiltered)
            {
                await result.DisposeAsync();
                return new PollOutcome.Failed(StabilityResponseMapper.Filtered(StabilityResponseMapper.NounOf(task.Modality)));
            }

            var source = new StabilityResultSource(result, token => OpenAsync(task, token));
            return new PollOutcome.Completed(new ProviderResult([source]) { Details = StabilityResponseMapper.DetailsOf(result.Seed) });
        });

    /// <summary>The vendor has no way to stop work.</summary>
    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<CancelOutcome>(new CancelOutcome.NotSupported());
    }

    private static async Task<Dictionary<string, VendorFile>> FilesAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var files = new Dictionary<string, VendorFile>();
        foreach (var (name, items) in request.Media)
        {
            if (items.Count > 1)
            {
                throw new InvalidInputException(name, $"'{name}' takes one file, not {items.Count}.");
            }

            if (items.Count == 1)
            {
                files[name] = await InputMedia.ToFileAsync(items[0], name, cancellationToken);
            }
        }

        return files;
    }

    /// <summary>Sends; what the client finds out of the vendor's range is an invalid input under our name.</summary>
    private async Task<StabilityCalls.Answer> SendAsync(StabilitySubmission submission, SubmitPolicy policy,
        CancellationToken cancellationToken)
    {
        try
        {
            return await new StabilityCalls(client, policy.ToClient()).SubmitAsync(submission, cancellationToken);
        }
        catch (ArgumentException e) when (e.ParamName is { } field)
        {
            throw new InvalidInputException(StabilityFailureMapper.OurNameOf(field) ?? field, StabilityFailureMapper.TextOf(e));
        }
    }

    /// <summary>Each kind of work has its own place to ask at.</summary>
    private Task<StabilityOpenMedia?> OpenAsync(ProviderTask task, CancellationToken cancellationToken) => task.Modality switch
    {
        Modality.Video => client.GetImageToVideoResultAsync(task.VendorTaskId, cancellationToken),
        Modality.Music or Modality.Sound => client.OpenAudioResultAsync(task.VendorTaskId, cancellationToken),
        _ => client.OpenResultAsync(task.VendorTaskId, cancellationToken),
    };
}
