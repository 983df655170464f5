using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>A chat model as <see cref="IChatClient"/>. Our chat inputs and answers have OpenAI's shape, so its conversions are used.</summary>
internal sealed class ModelChatClient(ModelCall call) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(call.Provider.Name, null, call.VendorModel);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var request = call.Request(Modality.Chat, options?.ModelId, ChatInput.From(messages, options));
        await using var result = await call.RunAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = await ResultContents.ReadAsync(ResultContents.RequireSome(result)[0], cancellationToken).ConfigureAwait(false);
        return Read<ChatCompletion>(answer).AsChatResponse();
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (call.Provider is not IChatProvider streaming)
        {
            return WholeAsync(messages, options, cancellationToken);
        }

        var input = ChatInput.From(messages, options);
        input["stream_options"] = new System.Text.Json.Nodes.JsonObject { ["include_usage"] = true };
        var request = call.Request(Modality.Chat, options?.ModelId, input);
        return ReadAsync(streaming, request, cancellationToken).AsChatResponseUpdatesAsync(cancellationToken: cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(call.Provider) ? call.Provider
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The provider belongs to whoever made it.
    }

    private async IAsyncEnumerable<ChatResponseUpdate> WholeAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var whole = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in whole.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    private static async IAsyncEnumerable<StreamingChatCompletionUpdate> ReadAsync(
        IChatProvider provider, ProviderRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in provider.StreamAsync(request, cancellationToken).ConfigureAwait(false))
        {
            switch (update)
            {
                case ChatUpdate.Delta delta:
                    yield return Read<StreamingChatCompletionUpdate>(JsonMarshal.GetRawUtf8Value(delta.Chunk).ToArray());
                    break;
                case ChatUpdate.Failed failed:
                    throw new ProviderFailureException(failed.Failure);
            }
        }
    }

    private static T Read<T>(ReadOnlyMemory<byte> json)
        where T : IPersistableModel<T>
    {
        try
        {
            return ModelReaderWriter.Read<T>(BinaryData.FromBytes(json))!;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ProviderFailureException(
                new ProviderFailure(ProviderFailureKind.VendorFault, "The vendor gave a chat answer that makes no sense.") { MayHaveCharged = true }, e);
        }
    }
}
