using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Api.Json;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Chat. A streamed answer is heard while it is made, and ends with <c>[DONE]</c> only after it is stored and charged; one that breaks off is not
/// charged. A caller who leaves is charged for the whole answer and gets it by asking again.
/// </summary>
internal sealed class ChatRoute(OpenAiIntake intake, OpenAiCalls calls, StoredAnswers stored, IOptions<OpenAiOptions> options)
{
    public async Task CompleteAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var read = await intake.ReadAsync(http, caller, Modality.Chat, cancellationToken);
        if (!read.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, read.Error);
            return;
        }

        ChatParameters.Apply(read.Value);
        var live = read.Value.Body.Flag("stream") ? new LiveAnswer() : null;
        try
        {
            var started = await calls.StartAsync(http, caller, read.Value, key, live, cancellationToken);
            if (!started.IsOk)
            {
                await ProblemWriter.WriteErrorAsync(http, started.Error);
            }
            else if (live is null)
            {
                await AnswerAsync(http, started.Value, cancellationToken);
            }
            else
            {
                await StreamAsync(http, started.Value, live, WantsUsage(read.Value.Body), cancellationToken);
            }
        }
        finally
        {
            live?.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext http, OpenAiCall call, CancellationToken cancellationToken)
    {
        if (await calls.FinishAsync(http, call, cancellationToken) is not { } view)
        {
            await ProblemWriter.WriteErrorAsync(http, StoredAnswers.Gone);
            return;
        }

        OpenAiCalls.WriteHeaders(http, view.Generation);
        if (view.Generation.State != GenerationState.Completed)
        {
            await OpenAiErrors.WriteFailureAsync(http, view.Generation);
            return;
        }

        var answer = await stored.ReadAsync(view, cancellationToken);
        if (!answer.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, answer.Error);
            return;
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Read(answer.Value, view.Generation).ToJsonString(ReadableJson.Nodes), cancellationToken);
        await calls.DeliveredAsync(http, call);
    }

    private async Task StreamAsync(HttpContext http, OpenAiCall call, LiveAnswer live, bool withUsage, CancellationToken cancellationToken)
    {
        var stream = new EventStream(http, options.Value.PingInterval);
        var finish = calls.FinishAsync(http, call, cancellationToken);
        await stream.WaitAsync(Task.WhenAny(live.Begun, finish), cancellationToken);
        var heard = live.Begun.IsCompleted;
        var ended = heard && await ForwardAsync(stream, call.View.Generation, live, withUsage, cancellationToken);
        await stream.WaitAsync(finish, cancellationToken);
        if (await finish is not { } view)
        {
            http.Abort();
            return;
        }

        OpenAiCalls.WriteHeaders(http, view.Generation);
        if (view.Generation.State != GenerationState.Completed || heard && !live.IsWhole)
        {
            await FailAsync(http, stream, view.Generation, cancellationToken);
            return;
        }

        var read = await stored.ReadAsync(view, cancellationToken);
        if (!read.IsOk)
        {
            await (http.Response.HasStarted ? stream.FailAsync(Broken, cancellationToken) : ProblemWriter.WriteErrorAsync(http, read.Error));
            return;
        }

        var answer = Read(read.Value, view.Generation);
        if (!heard || !ended)
        {
            // The whole answer from the store, or the end that the vendor forgot.
            foreach (var chunk in ChatShapes.Split(answer).Skip(heard ? 1 : 0))
            {
                ChatShapes.Piece(chunk, view.Generation.Id, view.Generation.CreatedAt, view.Generation.VendorModel, withUsage);
                await stream.SendAsync(null, chunk.ToJsonString(ReadableJson.Nodes), cancellationToken);
            }
        }

        if (withUsage && answer["usage"] is not null)
        {
            await stream.SendAsync(null, ChatShapes.UsageChunk(answer).ToJsonString(ReadableJson.Nodes), cancellationToken);
        }

        await stream.SendAsync(null, "[DONE]", cancellationToken);
        await calls.DeliveredAsync(http, call);
    }

    /// <summary>Hands the pieces on as they come; tells whether the answer said why it ended.</summary>
    private static async Task<bool> ForwardAsync(
        EventStream stream, Generation generation, LiveAnswer live, bool withUsage, CancellationToken cancellationToken)
    {
        var ended = false;
        await foreach (var piece in stream.ReadAsync(live.ReadAsync(cancellationToken), cancellationToken))
        {
            if (JsonNode.Parse(piece.Span) is not JsonObject chunk || chunk["choices"] is not JsonArray { Count: > 0 })
            {
                continue;
            }

            ended |= ChatShapes.Piece(chunk, generation.Id, generation.CreatedAt, generation.VendorModel, withUsage);
            await stream.SendAsync(null, chunk.ToJsonString(ReadableJson.Nodes), cancellationToken);
        }

        return ended;
    }

    private static OpenAiError Broken { get; } = new()
    {
        Message = "The answer broke off. Send the same request again to get the whole of it.", Type = "server_error", Code = "stream_broken",
    };

    private static Task FailAsync(HttpContext http, EventStream stream, Generation generation, CancellationToken cancellationToken)
    {
        if (!http.Response.HasStarted)
        {
            return OpenAiErrors.WriteFailureAsync(http, generation);
        }

        var error = generation.State == GenerationState.Completed ? Broken : OpenAiErrors.FromGeneration(http, generation);
        return stream.FailAsync(error, cancellationToken);
    }

    private static JsonObject Read(byte[] stored, Generation generation) =>
        ChatShapes.Whole(JsonNode.Parse(stored) as JsonObject ?? [], generation.Id, generation.CreatedAt, generation.VendorModel);

    private static bool WantsUsage(OpenAiBody body) =>
        body.Fields.TryGetValue("stream_options", out var given) && given.ValueKind == JsonValueKind.Object
        && given.TryGetProperty("include_usage", out var wanted) && wanted.ValueKind == JsonValueKind.True;
}
