namespace Atelier.Providers.Pipeline;

/// <summary>The outermost wrapper of a provider that also answers chat.</summary>
internal sealed class ChatFace(ProviderWrapper wrapped) : IGenerationProvider, IChatProvider
{
    public string Name => wrapped.Name;

    public ProviderCapabilities Capabilities => wrapped.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        wrapped.SubmitAsync(request, cancellationToken);

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) =>
        wrapped.PollAsync(task, cancellationToken);

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) =>
        wrapped.CancelAsync(task, cancellationToken);

    public Task<SubmitOutcome> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        wrapped.CompleteChatAsync(request, cancellationToken);

    public IAsyncEnumerable<ChatUpdate> StreamAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        wrapped.StreamChatAsync(request, cancellationToken);
}
