using System.Runtime.CompilerServices;

namespace Atelier.Providers.Pipeline;

/// <summary>
/// Stands around a provider and watches its calls without changing them. A wrapper says what happens before and after a call;
/// chat goes through the same two hooks, and <see cref="ChatFace"/> shows the chat methods when the innermost provider has them.
/// </summary>
internal abstract class ProviderWrapper(IGenerationProvider inner, TimeProvider time) : IGenerationProvider
{
    public string Name => inner.Name;

    public ProviderCapabilities Capabilities => inner.Capabilities;

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => WatchAsync(
        ProviderCall.Of(ProviderOperation.Submit, request),
        () => inner.SubmitAsync(request, cancellationToken),
        ProviderCallResult.Of,
        cancellationToken);

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) => WatchAsync(
        ProviderCall.Of(ProviderOperation.Poll, task),
        () => inner.PollAsync(task, cancellationToken),
        ProviderCallResult.Of,
        cancellationToken);

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) => WatchAsync(
        ProviderCall.Of(ProviderOperation.Cancel, task),
        () => inner.CancelAsync(task, cancellationToken),
        ProviderCallResult.Of,
        cancellationToken);

    /// <summary>As <see cref="IChatProvider.CompleteAsync"/>; only for a provider that has it.</summary>
    internal Task<SubmitOutcome> CompleteChatAsync(ProviderRequest request, CancellationToken cancellationToken) => WatchAsync(
        ProviderCall.Of(ProviderOperation.Chat, request),
        () => inner is ProviderWrapper wrapper
            ? wrapper.CompleteChatAsync(request, cancellationToken)
            : ((IChatProvider)inner).CompleteAsync(request, cancellationToken),
        ProviderCallResult.Of,
        cancellationToken);

    /// <summary>As <see cref="IChatProvider.StreamAsync"/>; only for a provider that has it.</summary>
    internal async IAsyncEnumerable<ChatUpdate> StreamChatAsync(
        ProviderRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = ProviderCall.Of(ProviderOperation.ChatStream, request);
        using var scope = Begin(call);
        var started = time.GetTimestamp();

        // A reader who stops early, or whose token fires, leaves this as it is.
        var result = ProviderCallResult.Abandoned;
        try
        {
            var updates = inner is ProviderWrapper wrapper
                ? wrapper.StreamChatAsync(request, cancellationToken)
                : ((IChatProvider)inner).StreamAsync(request, cancellationToken);
            await foreach (var update in updates.WithCancellation(cancellationToken))
            {
                result = update switch
                {
                    ChatUpdate.Finished => new("completed"),
                    ChatUpdate.Failed failed => new("failed", failed.Failure),
                    _ => result,
                };
                yield return update;
            }
        }
        finally
        {
            End(scope, call, result, time.GetElapsedTime(started));
        }
    }

    /// <summary>Before the call. What it returns is handed to <see cref="End"/> and disposed after it.</summary>
    protected virtual IDisposable? Begin(ProviderCall call) => null;

    /// <summary>After the call, whatever became of it.</summary>
    protected abstract void End(IDisposable? scope, ProviderCall call, ProviderCallResult result, TimeSpan elapsed);

    private async Task<T> WatchAsync<T>(
        ProviderCall call,
        Func<Task<T>> next,
        Func<T, ProviderCallResult> read,
        CancellationToken cancellationToken)
    {
        using var scope = Begin(call);
        var started = time.GetTimestamp();
        var result = ProviderCallResult.Threw;
        try
        {
            var outcome = await next();
            result = read(outcome);
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = ProviderCallResult.Abandoned;
            throw;
        }
        finally
        {
            End(scope, call, result, time.GetElapsedTime(started));
        }
    }
}
