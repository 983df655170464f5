using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>A chat client that answers a generation's messages.</summary>
internal static class PluggedChat
{
    public static async Task<SubmitOutcome> CompleteAsync(IChatClient client, ProviderRequest request, CancellationToken cancellationToken)
    {
        var (messages, options, _) = PluggedChatInput.Read(request);
        var answer = await client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        var json = ModelReaderWriter.Write(answer.AsOpenAIChatCompletion());
        return PluggedResults.Completed([PluggedResults.InMemory(json.ToMemory(), "application/json", "completion.json")], answer.Usage);
    }
}
