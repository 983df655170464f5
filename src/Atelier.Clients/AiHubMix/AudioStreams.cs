using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads the events of speech and of transcripts. Kinds of events that are newer than this client are passed over.</summary>
internal static class AudioStreams
{
    public static async IAsyncEnumerable<SpeechEvent> ReadSpeechAsync(
        GatewayEvents events, VendorStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var finished = false;
        await foreach (var (type, body) in events.ReadAsync(answer, cancellationToken).ConfigureAwait(false))
        {
            if (type == "speech.audio.delta")
            {
                yield return new SpeechEvent(
                    Base64Text.Decode(body.Get("audio")) ?? throw events.Malformed("an event of the stream holds no sound"), null);
            }
            else if (type == "speech.audio.done")
            {
                finished = true;
                yield return new SpeechEvent(ReadOnlyMemory<byte>.Empty, Usages.Read(body));
            }
        }

        if (!finished)
        {
            throw events.BrokenOff();
        }
    }

    public static async IAsyncEnumerable<TranscriptEvent> ReadTranscriptAsync(
        GatewayEvents events, VendorStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var finished = false;
        await foreach (var (type, body) in events.ReadAsync(answer, cancellationToken).ConfigureAwait(false))
        {
            if (ReadTranscript(events, type, body) is not { } next)
            {
                continue;
            }

            finished |= next.Text is not null;
            yield return next;
        }

        if (!finished)
        {
            throw events.BrokenOff();
        }
    }

    private static TranscriptEvent? ReadTranscript(GatewayEvents events, string type, JsonElement body) => type switch
    {
        "transcript.text.delta" => new TranscriptEvent { Delta = body.Get("delta").AsString() },
        "transcript.text.segment" => new TranscriptEvent { Segment = SegmentOf(events, body) },
        "transcript.text.done" => new TranscriptEvent
        {
            // An empty text is a text: silence has no words.
            Text = body.Get("text").AsString() ?? throw events.Malformed("the last event of the transcript has no text"),
            Usage = Usages.Read(body),
        },
        _ => null,
    };

    private static TranscriptSegment SegmentOf(GatewayEvents events, JsonElement body)
    {
        try
        {
            return body.Deserialize(AiHubMixJson.Wire.TranscriptSegment)!;
        }
        catch (JsonException)
        {
            throw events.Malformed("a segment of the transcript is not of the known form");
        }
    }
}
