using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>Recordings to text.</summary>
internal sealed class TranscriptRoutes(OpenAiIntake intake, OpenAiCalls calls, StoredAnswers stored, IOptions<OpenAiOptions> options)
{
    // Whisper answers whole whatever is asked, as OpenAI does.
    private const string NeverStreamed = "whisper-1";

    public Task TranscribeAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken) =>
        RunAsync(http, caller, key, Modality.Transcription, cancellationToken);

    public Task TranslateAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken) =>
        RunAsync(http, caller, key, Modality.Translation, cancellationToken);

    private async Task RunAsync(HttpContext http, Caller caller, IdempotencyKey key, Modality modality, CancellationToken cancellationToken)
    {
        var read = await intake.ReadAsync(http, caller, modality, cancellationToken);
        if (!read.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, read.Error);
            return;
        }

        Map(read.Value);
        var streamed = read.Value.Body.Flag("stream") && modality == Modality.Transcription && read.Value.Model.VendorModel != NeverStreamed;
        var live = streamed ? new LiveAnswer(int.MaxValue) : null;
        try
        {
            var started = await calls.StartAsync(http, caller, read.Value, key, live, cancellationToken);
            await (started.IsOk ? AnswerAsync(http, started.Value, live, cancellationToken) : ProblemWriter.WriteErrorAsync(http, started.Error));
        }
        finally
        {
            live?.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext http, OpenAiCall call, LiveAnswer? live, CancellationToken cancellationToken)
    {
        var stream = live is null ? null : new EventStream(http, options.Value.PingInterval);
        var finish = calls.FinishAsync(http, call, cancellationToken);
        if (stream is not null)
        {
            await HearAsync(stream, live!, finish, cancellationToken);
        }

        if (await finish is not { } view)
        {
            await (http.Response.HasStarted ? stream!.FailAsync(Broken, cancellationToken) : ProblemWriter.WriteErrorAsync(http, StoredAnswers.Gone));
            return;
        }

        OpenAiCalls.WriteHeaders(http, view.Generation);
        if (view.Generation.State != GenerationState.Completed)
        {
            await (http.Response.HasStarted
                ? stream!.FailAsync(OpenAiErrors.FromGeneration(http, view.Generation), cancellationToken)
                : OpenAiErrors.WriteFailureAsync(http, view.Generation));
            return;
        }

        var heard = live is { Begun.IsCompleted: true };
        if (heard && !live!.IsWhole)
        {
            // Another attempt made it: its words do not go on where those that were heard ended.
            await stream!.FailAsync(Broken, cancellationToken);
            return;
        }

        await (stream is null ? WriteAsync(http, view, cancellationToken) : StreamAsync(http, stream, view, heard, cancellationToken));
        await calls.DeliveredAsync(http, call);
    }

    /// <summary>Words as the vendor writes them, and signs of life while it does not.</summary>
    private static async Task HearAsync(EventStream stream, LiveAnswer live, Task finish, CancellationToken cancellationToken)
    {
        await stream.WaitAsync(Task.WhenAny(live.Begun, finish), cancellationToken);
        if (live.Begun.IsCompleted)
        {
            await foreach (var words in stream.ReadAsync(live.ReadAsync(cancellationToken), cancellationToken))
            {
                await SendDeltaAsync(stream, Encoding.UTF8.GetString(words.Span), cancellationToken);
            }
        }

        await stream.WaitAsync(finish, cancellationToken);
    }

    private static Task SendDeltaAsync(EventStream stream, string words, CancellationToken cancellationToken)
    {
        var delta = new JsonObject { ["type"] = "transcript.text.delta", ["delta"] = words };
        return stream.SendAsync("transcript.text.delta", delta.ToJsonString(), cancellationToken);
    }

    private static OpenAiError Broken { get; } = new()
    {
        Message = "The transcript broke off. Send the same request again to get the whole of it.", Type = "server_error", Code = "stream_broken",
    };

    private async Task WriteAsync(HttpContext http, GenerationView view, CancellationToken cancellationToken)
    {
        var opened = await stored.OpenAsync(view, 0, cancellationToken);
        if (!opened.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, opened.Error);
            return;
        }

        await using var content = opened.Value;
        // SDKs decide by the type whether to read JSON; the type of subtitles is plain text to them.
        http.Response.ContentType = Format(view) is "json" or "verbose_json" ? "application/json" : "text/plain; charset=utf-8";
        http.Response.ContentLength = content.ContentBytes;
        await content.Content.CopyToAsync(http.Response.Body, cancellationToken);
    }

    private async Task StreamAsync(HttpContext http, EventStream stream, GenerationView view, bool heard, CancellationToken cancellationToken)
    {
        var read = await stored.ReadAsync(view, cancellationToken);
        if (!read.IsOk)
        {
            if (!http.Response.HasStarted)
            {
                await ProblemWriter.WriteErrorAsync(http, read.Error);
                return;
            }

            http.Abort();
            return;
        }

        var whole = Format(view) is "json" or "verbose_json" ? JsonNode.Parse(read.Value) as JsonObject : null;
        var text = whole is null ? Encoding.UTF8.GetString(read.Value).TrimEnd('\n') : whole["text"]?.GetValue<string>() ?? "";
        if (!heard)
        {
            await SendDeltaAsync(stream, text, cancellationToken);
        }

        var done = new JsonObject { ["type"] = "transcript.text.done", ["text"] = text };
        if (whole?["usage"] is { } usage)
        {
            done["usage"] = usage.DeepClone();
        }

        await stream.SendAsync("transcript.text.done", done.ToJsonString(), cancellationToken);
    }

    private static string Format(GenerationView view) =>
        view.Generation.Input.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String ? format.GetString()! : "json";

    private static void Map(InputMap map)
    {
        if (OpenAiIntake.Require(map, "file"))
        {
            map.MoveMedia("file", "audio");
        }

        map.Move("response_format", "format");
        map.Move("prompt", "prompt");
        map.Move("temperature", "temperature");
        if (map.Body.Has("language"))
        {
            map.Move("language", "language");
        }

        map.Move("timestamp_granularities", "timestamp_granularities");
        foreach (var parameter in (string[])["include", "known_speaker_names", "known_speaker_references", "keywords", "languages"])
        {
            map.Move(parameter, parameter);
        }

        if (map.Body.Has("chunking_strategy") && map.Body.Text("chunking_strategy") != "auto")
        {
            map.Move("chunking_strategy", "chunking_strategy");
        }

        map.Handled("chunking_strategy");
        map.MoveRest();
    }
}
