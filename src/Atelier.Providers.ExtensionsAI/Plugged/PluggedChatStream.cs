using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>A plugged chat client's streamed answer as updates: whatever goes wrong becomes the last one.</summary>
internal static class PluggedChatStream
{
    public static async IAsyncEnumerable<ChatUpdate> ReadAsync(
        string provider, IChatClient? client, ProviderRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProviderUsage? usage = null;
        var pieces = Open(provider, client, request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (pieces.ConfigureAwait(false))
        {
            while (true)
            {
                var (piece, failure) = await NextAsync(provider, pieces, cancellationToken).ConfigureAwait(false);
                if (failure is not null || piece is null)
                {
                    yield return failure is null ? new ChatUpdate.Finished(usage) : new ChatUpdate.Failed(failure);
                    yield break;
                }

                usage = piece.Usage ?? usage;
                if (piece.Chunk is { } chunk)
                {
                    yield return new ChatUpdate.Delta(chunk);
                }
            }
        }
    }

    private static async IAsyncEnumerable<Piece> Open(
        string provider, IChatClient? client, ProviderRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (client is null)
        {
            throw new PluggedInputException("model", $"The provider '{provider}' has no chat client.");
        }

        var (messages, options, wantsUsage) = PluggedChatInput.Read(request);
        var updates = client.GetStreamingResponseAsync(messages, options, cancellationToken);
        await foreach (var update in updates.AsOpenAIStreamingChatCompletionUpdatesAsync(cancellationToken).ConfigureAwait(false))
        {
            var usage = update.Usage is { } used
                ? new ProviderUsage { InputTokens = used.InputTokenCount, OutputTokens = used.OutputTokenCount }
                : null;
            var chunk = ModelReaderWriter.Write(update).ToObjectFromJson<JsonElement>();
            yield return new Piece(usage is null || wantsUsage || !IsUsageAlone(chunk) ? chunk : null, usage);
        }
    }

    private static async Task<(Piece? Piece, ProviderFailure? Failure)> NextAsync(
        string provider, IAsyncEnumerator<Piece> pieces, CancellationToken cancellationToken)
    {
        try
        {
            return (await pieces.MoveNextAsync().ConfigureAwait(false) ? pieces.Current : null, null);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return (null, PluggedCalls.FailureOf(provider, e));
        }
    }

    // A caller who did not ask for the usage would not expect a chunk without choices.
    private static bool IsUsageAlone(JsonElement chunk) =>
        !chunk.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0;

    private sealed record Piece(JsonElement? Chunk, ProviderUsage? Usage);
}
