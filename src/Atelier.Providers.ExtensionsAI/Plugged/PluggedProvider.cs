using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>Clients of <c>Microsoft.Extensions.AI</c> as one provider. Each answers at once; there are no tasks to poll.</summary>
internal sealed class PluggedProvider : IGenerationProvider, IChatProvider
{
    private readonly PluggedClients _clients;

    public PluggedProvider(string name, PluggedClients clients)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _clients = clients;
        Name = name;
        Capabilities = new ProviderCapabilities(clients.Modalities(), CanCancel: false, CanStreamChat: clients.Chat is not null);
    }

    public string Name { get; }

    public ProviderCapabilities Capabilities { get; }

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PluggedCalls.SubmitAsync(Name, request, token => request.Modality switch
        {
            Modality.Chat when _clients.Chat is { } chat => PluggedChat.CompleteAsync(chat, request, token),
            Modality.Image when _clients.Images is { } images => PluggedImages.GenerateAsync(images, _clients.PictureFormat, request, token),
            Modality.Speech when _clients.Speech is { } speech => PluggedSpeech.SpeakAsync(speech, request, token),
            Modality.Transcription or Modality.Translation when _clients.Transcripts is { } transcripts =>
                PluggedTranscripts.WriteDownAsync(transcripts, request, token),
            _ => throw new PluggedInputException("model", $"The provider '{Name}' has no client for {request.Modality}."),
        }, cancellationToken);
    }

    public Task<SubmitOutcome> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        SubmitAsync(request, cancellationToken);

    public IAsyncEnumerable<ChatUpdate> StreamAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PluggedChatStream.ReadAsync(Name, _clients.Chat, request, cancellationToken);
    }

    /// <summary>Every answer is whole, so a task id can only come from somewhere else.</summary>
    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<PollOutcome>(new PollOutcome.Failed(new ProviderFailure(
            ProviderFailureKind.VendorFault, $"The provider '{Name}' answers at once and knows no tasks.") { MayHaveCharged = true }));
    }

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<CancelOutcome>(new CancelOutcome.NotSupported());
    }
}

/// <summary>The clients of one plugged provider; at least one is set.</summary>
internal sealed record PluggedClients
{
    public IChatClient? Chat { get; init; }

    public IImageGenerator? Images { get; init; }

    public ImageGenerationResponseFormat? PictureFormat { get; init; }

    public ITextToSpeechClient? Speech { get; init; }

    public ISpeechToTextClient? Transcripts { get; init; }

    public IReadOnlySet<Modality> Modalities()
    {
        var modalities = new HashSet<Modality>();
        Add(Chat, Modality.Chat);
        Add(Images, Modality.Image);
        Add(Speech, Modality.Speech);
        Add(Transcripts, Modality.Transcription);
        Add(Transcripts, Modality.Translation);
        return modalities;

        void Add(object? client, Modality modality)
        {
            if (client is not null)
            {
                modalities.Add(modality);
            }
        }
    }
}
