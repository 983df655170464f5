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
internal sealed class ImageRoutes(OpenAiIntake intake, OpenAiCalls calls, ImageAnswers answers, IOptions<OpenAiOptions> options)
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
        var started = await calls.StartAsync(http, caller, read.Value, key, null, cancellationToken);
        if (!started.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, started.Error);
            return;
        }

        await AnswerAsync(http, started.Value, read.Value.Body, eventName, cancellationToken);
    }

    private async Task AnswerAsync(HttpContext http, OpenAiCall call, OpenAiBody body, string eventName, CancellationToken cancellationToken)
    {
        var stream = body.Flag("stream") ? new EventStream(http, options.Value.PingInterval) : null;
        var finish = calls.FinishAsync(http, call, cancellationToken);
        if (stream is not null)
        {
            await stream.WaitAsync(finish, cancellationToken);
        }

        if (await finish is not { } view)
        {
            await ProblemWriter.WriteErrorAsync(http, StoredAnswers.Gone);
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

        var asUrl = body.Text("response_format") == "url";
        await (stream is null ? answers.WriteAsync(http, view, asUrl, cancellationToken) : answers.StreamAsync(http, stream, view, eventName, cancellationToken));
        await calls.DeliveredAsync(http, call);
    }
}
