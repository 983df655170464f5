using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads the server-sent events of one streamed answer; a refusal among them is thrown.</summary>
/// <param name="fault">The facts of the call, for the exceptions of a stream that breaks.</param>
/// <param name="redactor">Cleans the vendor's texts.</param>
internal sealed class GatewayEvents(VendorFault fault, Redactor redactor)
{
    /// <summary>Whether the end mark came: what stops before it may be incomplete.</summary>
    public bool Ended { get; private set; }

    /// <summary>The events up to the end mark or the end of the stream.</summary>
    public async IAsyncEnumerable<GatewayEvent> ReadAsync(VendorStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (answer.ContentType is not ("text/event-stream" or ""))
        {
            throw Malformed($"the answer is '{answer.ContentType}' where events were asked for");
        }

        var parser = SseParser.Create(answer.Content, (_, data) => Parse(data));
        await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data is not { } body)
            {
                Ended = true;
                yield break;
            }

            if (body.Get("error").ValueKind is JsonValueKind.Object or JsonValueKind.String || item.EventType == "error")
            {
                throw Refusal(body);
            }

            yield return new GatewayEvent(body.Get("type").AsText() ?? item.EventType, body);
        }
    }

    /// <summary>The exception for a stream that stopped too early.</summary>
    public VendorConnectionException BrokenOff() => new(fault with { Text = "the stream ended before the answer was finished" });

    /// <summary>The exception for an event that breaks the vendor's contract.</summary>
    public VendorProtocolException Malformed(string text) => new(fault with { Text = text });

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
}

/// <summary>One event.</summary>
/// <param name="Type">Its <c>type</c>, or the name of the event where it has none.</param>
/// <param name="Body">Its JSON.</param>
internal readonly record struct GatewayEvent(string Type, JsonElement Body);
