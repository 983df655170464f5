using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Simulators.AiHubMix.Chat;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Audio;

/// <summary><c>POST /v1/audio/transcriptions</c> and <c>/v1/audio/translations</c>, in every response format.</summary>
internal sealed class TranscriptionEndpoints(AiHubMixCashier cashier)
{
    private const int AudioTokensPerSecond = 10;

    public Task TranscribeAsync(HttpContext context, string owner) => AnswerAsync(context, owner, translate: false);

    public Task TranslateAsync(HttpContext context, string owner) => AnswerAsync(context, owner, translate: true);

    private async Task AnswerAsync(HttpContext context, string owner, bool translate)
    {
        var request = await TranscriptionRequest.ReadAsync(await Fields.ReadAsync(context), translate, context.RequestAborted);
        await cashier.ChargeAndWorkAsync(context, owner, request.Price);
        var transcript = new Transcript(request.FileName, request.Seconds, translate ? "translation" : "transcript");
        var text = context.HasFault(FaultKind.EmptyResult) ? "" : transcript.Text;
        if (request.Stream)
        {
            await StreamAsync(context, request, text);
            return;
        }

        await (request.Format switch
        {
            "text" => PlainAsync(context, text + "\n"),
            "srt" => PlainAsync(context, text.Length == 0 ? "" : transcript.ToSrt()),
            "vtt" => PlainAsync(context, text.Length == 0 ? "WEBVTT\n\n" : transcript.ToVtt()),
            "verbose_json" => AiHubMixAnswers.WriteAsync(context, Verbose(request, transcript, text, translate)),
            "diarized_json" => AiHubMixAnswers.WriteAsync(context, Diarized(transcript, text)),
            _ => AiHubMixAnswers.WriteAsync(context, new JsonObject { ["text"] = text, ["usage"] = Usage(request, text) }),
        });
    }

    private static async Task StreamAsync(HttpContext context, TranscriptionRequest request, string text)
    {
        AiHubMixAnswers.BeginEvents(context);
        foreach (var word in text.Split(' '))
        {
            var delta = new JsonObject { ["type"] = "transcript.text.delta", ["delta"] = $"{word} " };
            await AiHubMixAnswers.SendEventAsync(context, AiHubMixAnswers.Text(delta));
        }

        var done = new JsonObject { ["type"] = "transcript.text.done", ["text"] = text, ["usage"] = Usage(request, text) };
        await AiHubMixAnswers.SendEventAsync(context, AiHubMixAnswers.Text(done));
        await AiHubMixAnswers.SendEventAsync(context, "[DONE]");
    }

    private static Task PlainAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static JsonObject Verbose(TranscriptionRequest request, Transcript transcript, string text, bool translate)
    {
        var answer = new JsonObject
        {
            ["task"] = translate ? "translate" : "transcribe",
            ["language"] = Language(translate ? "en" : request.Language),
            ["duration"] = transcript.Seconds,
            ["text"] = text,
        };
        var segments = text.Length == 0 ? [] : transcript.Segments;
        if (request.Segments)
        {
            answer["segments"] = new JsonArray([.. segments.Select(Segment)]);
        }

        if (request.Words)
        {
            answer["words"] = new JsonArray([.. segments.SelectMany(segment => segment.Words()).Select(word => new JsonObject
            {
                ["word"] = word.Word,
                ["start"] = word.Start,
                ["end"] = word.End,
            })]);
        }

        answer["usage"] = Usage(request, text);
        return answer;
    }

    private static JsonObject Segment(TranscriptSegment segment) => new()
    {
        ["id"] = segment.Number,
        ["seek"] = (int)(segment.Start * 100),
        ["start"] = segment.Start,
        ["end"] = segment.End,
        ["text"] = segment.Text,
        ["tokens"] = new JsonArray(
            [.. Enumerable.Range(50_364, ChatTokens.Count(segment.Text)).Select(token => (JsonNode?)JsonValue.Create(token))]),
        ["temperature"] = 0.0,
        ["avg_logprob"] = -0.2,
        ["compression_ratio"] = 1.1,
        ["no_speech_prob"] = 0.01,
    };

    private static JsonObject Diarized(Transcript transcript, string text) => new()
    {
        ["task"] = "transcribe",
        ["duration"] = transcript.Seconds,
        ["text"] = text,
        ["segments"] = new JsonArray([.. transcript.Segments.Select(segment => new JsonObject
        {
            ["type"] = "transcript.text.segment",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"seg_{segment.Number}"),
            ["start"] = segment.Start,
            ["end"] = segment.End,
            ["text"] = segment.Text,
            ["speaker"] = segment.Number % 2 == 0 ? "A" : "B",
        })]),
        ["usage"] = DurationUsage(transcript.Seconds),
    };

    private static JsonObject Usage(TranscriptionRequest request, string text)
    {
        if (request.IsWhisper)
        {
            return DurationUsage(request.Seconds);
        }

        var (audio, output) = ((int)Math.Ceiling(request.Seconds * AudioTokensPerSecond), ChatTokens.Count(text));
        return new JsonObject
        {
            ["type"] = "tokens",
            ["input_tokens"] = audio,
            ["input_token_details"] = new JsonObject { ["text_tokens"] = 0, ["audio_tokens"] = audio },
            ["output_tokens"] = output,
            ["total_tokens"] = audio + output,
        };
    }

    private static JsonObject DurationUsage(double seconds) => new() { ["type"] = "duration", ["seconds"] = (int)Math.Ceiling(seconds) };

    private static string Language(string code) => code switch
    {
        "en" => "english",
        "zh" => "chinese",
        "de" => "german",
        "fr" => "french",
        "es" => "spanish",
        "it" => "italian",
        "ja" => "japanese",
        "ko" => "korean",
        "pt" => "portuguese",
        "ru" => "russian",
        _ => code,
    };
}
