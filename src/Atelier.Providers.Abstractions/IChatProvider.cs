namespace Atelier.Providers;

/// <summary>Answers chat directly, without a durable task. Same rules as <see cref="IGenerationProvider"/>: faults are outcomes.</summary>
public interface IChatProvider : IProvider
{
    /// <summary>Answers whole. A completed outcome carries one media item: the vendor's chat completion object as <c>application/json</c>.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<SubmitOutcome> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken);

    /// <summary>Answers in pieces; ends with exactly one <see cref="ChatUpdate.Finished"/> or <see cref="ChatUpdate.Failed"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    IAsyncEnumerable<ChatUpdate> StreamAsync(ProviderRequest request, CancellationToken cancellationToken);
}
