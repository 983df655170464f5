using System.Text.Json.Nodes;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Speech. A caller hears it while the vendor speaks; what it did not hear in time, or in an earlier try, comes from the store.
/// </summary>
internal sealed class SpeechRoute(OpenAiIntake intake, OpenAiCalls calls, StoredAnswers stored, IOptions<OpenAiOptions> options)
{
    private const int PieceBytes = 24 * 1024;

    public async Task SpeakAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var read = await intake.ReadAsync(http, caller, Modality.Speech, cancellationToken);
        if (!read.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, read.Error);
            return;
        }

        Map(read.Value);
        var live = new LiveAnswer();
        try
        {
            var started = await calls.StartAsync(http, caller, read.Value, key, live, cancellationToken);
            if (!started.IsOk)
            {
                await ProblemWriter.WriteErrorAsync(http, started.Error);
                return;
            }

            var asEvents = read.Value.Body.Text("stream_format") == "sse";
            var output = new SpeechOutput(http, asEvents ? new EventStream(http, options.Value.PingInterval) : null, ContentType(read.Value));
            await AnswerAsync(http, started.Value, live, output, cancellationToken);
        }
        finally
        {
            live.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext http, OpenAiCall call, LiveAnswer live, SpeechOutput output, CancellationToken cancellationToken)
    {
        var finish = calls.FinishAsync(http, call, cancellationToken);
        await output.WaitAsync(Task.WhenAny(live.Begun, finish), cancellationToken);
        if (live.Begun.IsCompleted)
        {
            await foreach (var piece in output.ReadAsync(live.ReadAsync(cancellationToken), cancellationToken))
            {
                await output.WriteAsync(piece, cancellationToken);
            }
        }

        if (await finish is not { } view)
        {
            await ProblemWriter.WriteErrorAsync(http, StoredAnswers.Gone);
            return;
        }

        OpenAiCalls.WriteHeaders(http, view.Generation);
        if (view.Generation.State != GenerationState.Completed)
        {
            await output.FailAsync(view.Generation, cancellationToken);
            return;
        }

        await WriteRestAsync(http, view, output, cancellationToken);
        await calls.DeliveredAsync(http, call);
    }

    private async Task WriteRestAsync(HttpContext http, GenerationView view, SpeechOutput output, CancellationToken cancellationToken)
    {
        if (output.Written < view.Artifacts.Sum(artifact => artifact.Bytes))
        {
            var opened = await stored.OpenAsync(view, output.Written, cancellationToken);
            if (!opened.IsOk)
            {
                await (http.Response.HasStarted ? Abort(http) : ProblemWriter.WriteErrorAsync(http, opened.Error));
                return;
            }

            await using var content = opened.Value;
            var buffer = new byte[PieceBytes];
            int count;
            while ((count = await content.Content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }

        await output.EndAsync(cancellationToken);
    }

    private static Task Abort(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    private static void Map(InputMap map)
    {
        if (OpenAiIntake.Require(map, "input"))
        {
            map.Move("input", "text");
        }

        map.Move("response_format", "format");
        map.Handled("stream_format", "voice", "speed");
        if (map.Body.Fields.TryGetValue("voice", out var voice))
        {
            var name = voice.ValueKind == System.Text.Json.JsonValueKind.Object && voice.TryGetProperty("id", out var id) ? id : voice;
            map.Set("voice", "voice", JsonNode.Parse(name.GetRawText()));
        }

        if (map.Body.Fields.TryGetValue("speed", out var speed) && (map.Takes("speed") || speed.ToString() is not ("1" or "1.0")))
        {
            map.Move("speed", "speed");
        }

        if (map.Body.Text("instructions") is "")
        {
            map.Handled("instructions");
        }
        else
        {
            map.Move("instructions", "instructions");
        }

        if (map.Body.Has("stream_format") && map.Body.Text("stream_format") is not ("audio" or "sse"))
        {
            map.Refuse("stream_format", "'stream_format' must be 'audio' or 'sse'.");
        }

        map.MoveRest();
    }

    private static string ContentType(InputMap map) => map.Body.Text("response_format") switch
    {
        "opus" => "audio/opus",
        "aac" => "audio/aac",
        "flac" => "audio/flac",
        "wav" => "audio/wav",
        "pcm" => "audio/pcm",
        _ => "audio/mpeg",
    };
}

/// <summary>Speech as bytes or as events.</summary>
internal sealed class SpeechOutput(HttpContext http, EventStream? events, string contentType)
{
    /// <summary>Bytes of speech written so far.</summary>
    public long Written { get; private set; }

    /// <summary>Waits; events tell the caller meanwhile that the stream lives.</summary>
    public Task WaitAsync(Task something, CancellationToken cancellationToken) => events?.WaitAsync(something, cancellationToken) ?? something;

    /// <summary>The pieces; events tell the caller between them that the stream lives.</summary>
    public IAsyncEnumerable<T> ReadAsync<T>(IAsyncEnumerable<T> pieces, CancellationToken cancellationToken) =>
        events?.ReadAsync(pieces, cancellationToken) ?? pieces;

    public async Task WriteAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        Written += piece.Length;
        if (events is not null)
        {
            var data = new JsonObject { ["type"] = "speech.audio.delta", ["audio"] = Convert.ToBase64String(piece.Span) };
            await events.SendAsync("speech.audio.delta", data.ToJsonString(), cancellationToken);
            return;
        }

        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = contentType;
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        }

        await http.Response.Body.WriteAsync(piece, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }

    public Task EndAsync(CancellationToken cancellationToken) => events?.SendAsync(
        "speech.audio.done",
        """{"type":"speech.audio.done","usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}""",
        cancellationToken) ?? Task.CompletedTask;

    public Task FailAsync(Generation generation, CancellationToken cancellationToken)
    {
        if (!http.Response.HasStarted)
        {
            return OpenAiErrors.WriteFailureAsync(http, generation);
        }

        if (events is not null)
        {
            return events.FailAsync(OpenAiErrors.FromGeneration(http, generation), cancellationToken);
        }

        http.Abort();
        return Task.CompletedTask;
    }
}
