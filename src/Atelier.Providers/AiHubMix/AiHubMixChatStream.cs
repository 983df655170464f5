using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>A streamed chat answer as updates: whatever goes wrong becomes the last one.</summary>
internal static class AiHubMixChatStream
{
    public static async IAsyncEnumerable<ChatUpdate> ReadAsync(
        AiHubMixClient client, ProviderRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var forwardUsage = AiHubMixChatRequestMapper.WantsUsage(request.Input);
        ProviderUsage? usage = null;
        var chunks = OpenAsync(client, request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (chunks)
        {
            while (true)
            {
                var (chunk, failure) = await NextAsync(chunks);
                if (failure is not null)
                {
                    yield return new ChatUpdate.Failed(failure);
                    yield break;
                }

                if (chunk is null)
                {
                    yield return new ChatUpdate.Finished(usage);
                    yield break;
                }

                usage = AiHubMixResponseMapper.Map(chunk.Usage) ?? usage;
                if (forwardUsage || !IsUsageAlone(chunk.Body))
                {
                    yield return new ChatUpdate.Delta(chunk.Body);
                }
            }
        }
    }

    private static async IAsyncEnumerable<ChatCompletionChunk> OpenAsync(
        AiHubMixClient client, ProviderRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chat = AiHubMixChatRequestMapper.Map(await AiHubMixInput.ReadAsync(request, inJson: false, cancellationToken));
        var policy = request.SubmitPolicy.ToClient();
        await foreach (var chunk in client.StreamChatCompletionAsync(chat, policy, request.Timeout, cancellationToken))
        {
            yield return chunk;
        }
    }

    private static async Task<(ChatCompletionChunk? Chunk, ProviderFailure? Failure)> NextAsync(
        IAsyncEnumerator<ChatCompletionChunk> chunks)
    {
        try
        {
            return (await chunks.MoveNextAsync() ? chunks.Current : null, null);
        }
        catch (InvalidInputException e)
        {
            return (null, e.ToFailure());
        }
        catch (MediaUnavailableException e)
        {
            return (null, e.Failure);
        }
        catch (VendorException e)
        {
            return (null, AiHubMixFailureMapper.Map(e));
        }
    }

    // We always ask for the usage; a caller who did not would not expect a chunk without choices.
    private static bool IsUsageAlone(JsonElement chunk) =>
        chunk.TryGetProperty("usage", out var usage) && usage.ValueKind is JsonValueKind.Object
        && chunk.TryGetProperty("choices", out var choices) && choices.ValueKind is JsonValueKind.Array && choices.GetArrayLength() == 0;
}
