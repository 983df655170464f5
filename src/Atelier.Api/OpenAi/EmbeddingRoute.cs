using System.Text.Json;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.OpenAi;

/// <summary>Vectors of texts.</summary>
internal sealed class EmbeddingRoute(OpenAiIntake intake, OpenAiCalls calls, StoredAnswers stored)
{
    public async Task EmbedAsync(HttpContext http, Caller caller, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var read = await intake.ReadAsync(http, caller, Modality.Embedding, cancellationToken);
        if (!read.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, read.Error);
            return;
        }

        var map = read.Value;
        map.Handled("user");
        if (OpenAiIntake.Require(map, "input"))
        {
            if (IsTokens(map.Body))
            {
                map.Refuse(
                    "input",
                    "Lists of tokens are not supported: send 'input' as a text or a list of texts (LangChain does with check_embedding_ctx_length=False).",
                    "unsupported_parameter");
            }

            map.Move("input", "input");
        }

        map.Move("dimensions", "dimensions");
        map.Move("encoding_format", "encoding_format");
        map.MoveRest();
        var started = await calls.StartAsync(http, caller, map, key, null, cancellationToken);
        if (!started.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, started.Error);
            return;
        }

        await AnswerAsync(http, started.Value, cancellationToken);
    }

    /// <summary>OpenAI also takes numbers of tokens; what they stand for is known to its own models only.</summary>
    private static bool IsTokens(OpenAiBody body) =>
        body.Fields.TryGetValue("input", out var input) && input.ValueKind == JsonValueKind.Array
        && input.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.Array);

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

        var opened = await stored.OpenAsync(view, 0, cancellationToken);
        if (!opened.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(http, opened.Error);
            return;
        }

        await using var content = opened.Value;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = content.ContentBytes;
        await content.Content.CopyToAsync(http.Response.Body, cancellationToken);
        await calls.DeliveredAsync(http, call);
    }
}
