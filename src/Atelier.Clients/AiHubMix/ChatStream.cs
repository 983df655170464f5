using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads the server-sent events of one chat answer.</summary>
/// <param name="fault">The facts of the call, for the exceptions of a stream that breaks.</param>
/// <param name="redactor">Cleans the vendor's texts.</param>
internal sealed class ChatStream(VendorFault fault, Redactor redactor)
{
    private bool _finished;

    public static ChatUsage? ReadUsage(JsonElement body) =>
        body.Get("usage") is { ValueKind: JsonValueKind.Object } usage ? usage.Deserialize(AiHubMixJson.Wire.ChatUsage) : null;

    public async IAsyncEnumerable<ChatCompletionChunk> ReadAsync(
        VendorStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (answer.ContentType is not ("text/event-stream" or ""))
        {
            throw new VendorProtocolException(fault with { Text = $"the answer is '{answer.ContentType}' where events were asked for" });
        }

        var parser = SseParser.Create(answer.Content, (_, data) => Parse(data));
        await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data is not { } body)
            {
                yield break;
            }

            if (body.Get("error").ValueKind is JsonValueKind.Object or JsonValueKind.String || item.EventType == "error")
            {
                throw Refusal(body);
            }

            _finished |= IsFinish(body);
            yield return new ChatCompletionChunk(body, ReadUsage(body));
        }

        if (!_finished)
        {
            throw new VendorConnectionException(fault with { Text = "the stream ended before the answer was finished" });
        }
    }

    // Null stands for the end mark. Comments and empty lines never get here.
    private JsonElement? Parse(ReadOnlySpan<byte> data)
    {
        if (data.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(data, AiHubMixJson.Wire.JsonElement);
        }
        catch (JsonException)
        {
            throw new VendorProtocolException(fault with
            {
                Text = "an event of the stream is not JSON",
                BodyExcerpt = redactor.Excerpt(data),
            });
        }
    }

    private VendorException Refusal(JsonElement body)
    {
        var error = AiHubMixErrors.Read(200, body);
        return VendorFaults.FromRefusal(
            error.Kind,
            fault with
            {
                Text = redactor.Redact(error.Message ?? "the vendor broke the stream off without a reason"),
                ErrorCode = error.Code is { } code ? redactor.Redact(code) : null,
                RequestId = error.RequestId ?? fault.RequestId,
            },
            mayRetry: false);
    }

    private static bool IsFinish(JsonElement body) =>
        body.Get("choices") is { ValueKind: JsonValueKind.Array } choices
        && choices.EnumerateArray().Any(choice => choice.Get("finish_reason").AsText() is not null);
}
