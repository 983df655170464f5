using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>Pictures: made, edited, varied.</summary>
internal sealed class ImageRoutes(OpenAiIntake intake, OpenAiCalls calls, ImageAnswers answers, SignsOfLife signs, IOptions<OpenAiOptions> options)
{
    private const string VariationPrompt = "A variation of this picture.";

    public Task GenerateAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken) =>
        RunAsync(http, caller, key, "image_generation", static map =>
        {
            OpenAiIntake.Require(map, "prompt");
            map.Move("prompt", "prompt");
        }, cancellationToken);

    public Task EditAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken) =>
        RunAsync(http, caller, key, "image_edit", static map =>
        {
            OpenAiIntake.Require(map, "prompt");
            map.Move("prompt", "prompt");
            MoveImages(map);
        }, cancellationToken);

    public Task VaryAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken) =>
        RunAsync(http, caller, key, "image_edit", static map =>
        {
            MoveImages(map);
            map.Move("prompt", "prompt");
            if (!map.Body.Has("prompt") && map.Takes("prompt"))
            {
                map.Set("prompt", "prompt", VariationPrompt);
            }
        }, cancellationToken);

    private static void MoveImages(InputMap map)
    {
        var parameter = map.Body.Has("images") ? "images" : "image";
        if (OpenAiIntake.Require(map, parameter))
        {
            map.MoveMedia(parameter, "image");
        }

        map.MoveMedia("mask", "mask");
        if (map.Body.Text("input_fidelity") is { } fidelity and not "low" && !map.Takes("input_fidelity"))
        {
            map.Refuse("input_fidelity", $"The model '{map.Model.Id}' does not support input_fidelity '{fidelity}'.", "unsupported_parameter");
        }
    }

    private async Task RunAsync(
        HttpContext http, Caller caller, IdempotencyKey key, string eventName, Action<InputMap> map, CancellationToken cancellationToken)
    {
        var read = await intake.ReadAsync(http, caller, Modality.Image, cancellationToken);
        if (!read.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, read.Error);
            return;
        }

        map(read.Value);
        ImageParameters.Apply(read.Value);
        var body = read.Value.Body;
        var partial = body.Flag("stream") && read.Value.Copies == 1 ? Math.Min(ImageParameters.PartialImages(body) ?? 0, options.Value.PartialImages) : 0;
        var live = partial > 0 ? new LiveAnswer(partial) : null;
        try
        {
            var started = await calls.StartAllAsync(http, caller, read.Value, key, live, cancellationToken);
            await (started.IsOk
                ? AnswerAsync(http, started.Value, body, live, eventName, cancellationToken)
                : ProblemWriter.WriteErrorAsync(http, started.Error));
        }
        finally
        {
            live?.Leave();
        }
    }

    private async Task AnswerAsync(
        HttpContext http, IReadOnlyList<OpenAiCall> made, OpenAiBody body, LiveAnswer? live, string eventName, CancellationToken cancellationToken)
    {
        var stream = body.Flag("stream") ? new EventStream(http, options.Value.PingInterval) : null;
        var finish = FinishAsync(http, made, cancellationToken);
        await (stream is null
            ? signs.WaitAsync(http, finish, cancellationToken)
            : ShowAsync(http, stream, made[0], live, finish, eventName, cancellationToken));
        var views = await finish;
        if (views.Count == 0)
        {
            await FailAsync(http, stream, [], cancellationToken);
            return;
        }

        OpenAiCalls.WriteHeaders(http, [.. views.Select(view => view.Generation)]);
        var completed = views.Where(view => view.Generation.State == GenerationState.Completed).ToList();
        if (completed.Count == 0)
        {
            await FailAsync(http, stream, views, cancellationToken);
            return;
        }

        var all = completed[0] with { Artifacts = [.. completed.SelectMany(view => view.Artifacts)] };
        var asUrl = body.Text("response_format") == "url";
        await (stream is null ? answers.WriteAsync(http, all, asUrl, cancellationToken) : answers.StreamAsync(http, stream, all, eventName, cancellationToken));
        foreach (var call in made)
        {
            await calls.DeliveredAsync(http, call);
        }
    }

    private Task FailAsync(HttpContext http, EventStream? stream, IReadOnlyList<GenerationView> failed, CancellationToken cancellationToken)
    {
        if (!http.Response.HasStarted)
        {
            return failed.Count == 0 ? ProblemWriter.WriteErrorAsync(http, StoredAnswers.Gone) : OpenAiErrors.WriteFailureAsync(http, failed[0].Generation);
        }

        if (stream is not null)
        {
            return stream.FailAsync(failed.Count == 0 ? Gone : OpenAiErrors.FromGeneration(http, failed[0].Generation), cancellationToken);
        }

        calls.CutOff(http, failed.Select(view => view.Generation));
        return Task.CompletedTask;
    }

    /// <summary>Unfinished pictures while the vendor shows some, and signs of life while it does not.</summary>
    private async Task ShowAsync(
        HttpContext http, EventStream stream, OpenAiCall call, LiveAnswer? live, Task finish, string eventName, CancellationToken cancellationToken)
    {
        if (live is not null)
        {
            await stream.WaitAsync(Task.WhenAny(live.Begun, finish), cancellationToken);
        }

        if (live is { Begun.IsCompleted: true })
        {
            var index = 0;
            await foreach (var picture in stream.ReadAsync(live.ReadAsync(cancellationToken), cancellationToken))
            {
                await answers.ShowAsync(http, stream, call.View, picture, index++, eventName, cancellationToken);
            }
        }

        await stream.WaitAsync(finish, cancellationToken);
    }

    private async Task<IReadOnlyList<GenerationView>> FinishAsync(HttpContext http, IReadOnlyList<OpenAiCall> made, CancellationToken cancellationToken)
    {
        var views = new List<GenerationView>();
        foreach (var call in made)
        {
            if (await calls.FinishAsync(http, call, cancellationToken) is { } view)
            {
                views.Add(view);
            }
        }

        return views;
    }

    private static OpenAiError Gone { get; } = new()
    {
        Message = StoredAnswers.Gone.Message, Type = "invalid_request_error", Code = StoredAnswers.Gone.Code,
    };
}
