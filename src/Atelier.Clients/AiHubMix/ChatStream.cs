using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads the server-sent events of one chat answer.</summary>
internal static class ChatStream
{
    public static ChatUsage? ReadUsage(JsonElement body)
    {
        try
        {
            return body.Get("usage") is { ValueKind: JsonValueKind.Object } usage ? usage.Deserialize(AiHubMixJson.Wire.ChatUsage) : null;
        }
        catch (JsonException)
        {
            return null; // an answer is not lost because its count makes no sense
        }
    }

    public static async IAsyncEnumerable<ChatCompletionChunk> ReadAsync(
        GatewayEvents events, VendorStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var finished = false;
        await foreach (var (_, body) in events.ReadAsync(answer, cancellationToken).ConfigureAwait(false))
        {
            finished |= IsFinish(body);
            yield return new ChatCompletionChunk(body, ReadUsage(body));
        }

        if (!finished && !events.Ended)
        {
            throw events.BrokenOff();
        }
    }

    private static bool IsFinish(JsonElement body) =>
        body.Get("choices") is { ValueKind: JsonValueKind.Array } choices
        && choices.EnumerateArray().Any(choice => choice.Get("finish_reason").AsText() is not null);
}
