using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary><c>POST /v1/responses</c>, <c>/v1/completions</c> and <c>/v1/moderations</c>: the gateway's other ways to texts.</summary>
internal sealed class TextEndpoints(VendorSimulators simulators, AiHubMixCashier cashier)
{
    private const int PieceCharacters = 16;

    /// <summary>A text with this word is objected to.</summary>
    private const string Objection = "forbidden";

    public async Task RespondAsync(HttpContext context, string owner)
    {
        var fields = await Fields.ReadAsync(context);
        var (model, input) = (fields.Required("model"), TextOf(fields.Json("input"), "input"));
        var text = context.HasFault(FaultKind.EmptyResult) ? "" : Answer(model, input);
        await ChargeAsync(context, owner, model, input, text);
        var response = Response(model, input, text);
        if (!fields.Flag("stream"))
        {
            await AiHubMixAnswers.WriteAsync(context, response);
            return;
        }

        AiHubMixAnswers.BeginEvents(context);
        foreach (var piece in text.Chunk(PieceCharacters))
        {
            await SendAsync(context, "response.output_text.delta", new JsonObject { ["delta"] = new string(piece) });
        }

        await SendAsync(context, "response.completed", new JsonObject { ["response"] = response });
    }

    public async Task CompleteAsync(HttpContext context, string owner)
    {
        var fields = await Fields.ReadAsync(context);
        var (model, prompt) = (fields.Required("model"), TextOf(fields.Json("prompt"), "prompt"));
        var text = context.HasFault(FaultKind.EmptyResult) ? "" : Answer(model, prompt);
        await ChargeAsync(context, owner, model, prompt, text);
        var (read, written) = (ChatTokens.Count(prompt), ChatTokens.Count(text));
        await AiHubMixAnswers.WriteAsync(context, new JsonObject
        {
            ["id"] = $"cmpl-{SimulatorSeed.Derive(model, prompt):x16}",
            ["object"] = "text_completion",
            ["created"] = simulators.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["model"] = model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["text"] = text, ["logprobs"] = null, ["finish_reason"] = "stop" }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = read, ["completion_tokens"] = written, ["total_tokens"] = read + written },
        });
    }

    /// <summary>Costs nothing, as at OpenAI.</summary>
    public static async Task ModerateAsync(HttpContext context, string owner)
    {
        var fields = await Fields.ReadAsync(context);
        var model = fields.Required("model");
        var input = fields.Json("input");
        var texts = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(item => TextOf(item, "input"))] : new[] { TextOf(input, "input") };
        await AiHubMixAnswers.WriteAsync(context, new JsonObject
        {
            ["id"] = $"modr-{SimulatorSeed.Derive([model, .. texts]):x16}",
            ["model"] = model,
            ["results"] = new JsonArray([.. texts.Select(Judge)]),
        });
    }

    private static JsonObject Judge(string text)
    {
        var flagged = text.Contains(Objection, StringComparison.OrdinalIgnoreCase);
        return new JsonObject
        {
            ["flagged"] = flagged,
            ["categories"] = new JsonObject { ["violence"] = flagged, ["hate"] = false },
            ["category_scores"] = new JsonObject { ["violence"] = flagged ? 0.98 : 0.01, ["hate"] = 0.01 },
        };
    }

    private Task ChargeAsync(HttpContext context, string owner, string model, string input, string text)
    {
        ChatRequestReader.CheckServed(model);
        return cashier.ChargeAndWorkAsync(context, owner, ChatPrices.Of(model, ChatTokens.Count(input), ChatTokens.Count(text)));
    }

    private JsonObject Response(string model, string input, string text) => new()
    {
        ["id"] = $"resp_{SimulatorSeed.Derive(model, input):x16}",
        ["object"] = "response",
        ["created_at"] = simulators.Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["status"] = "completed",
        ["model"] = model,
        ["error"] = null,
        ["output"] = new JsonArray(new JsonObject
        {
            ["id"] = "msg_1",
            ["type"] = "message",
            ["role"] = "assistant",
            ["status"] = "completed",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() }),
        }),
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = ChatTokens.Count(input),
            ["output_tokens"] = ChatTokens.Count(text),
            ["total_tokens"] = ChatTokens.Count(input) + ChatTokens.Count(text),
        },
    };

    private static async Task SendAsync(HttpContext context, string type, JsonObject body)
    {
        body["type"] = type;
        await AiHubMixAnswers.SendEventAsync(context, AiHubMixAnswers.Text(body), type);
    }

    private static string Answer(string model, string input) => $"SANDBOX answer from {model}. You wrote: \"{input}\". No model was asked.";

    // A text, a message, or a list of either.
    private static string TextOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.GetArrayLength() > 0 => string.Join('\n', value.EnumerateArray().Select(item => TextOf(item, name))),
        JsonValueKind.Object when Fields.Of(value) is var item => item.Has("text") ? item.Required("text") : TextOf(item.Json("content"), name),
        _ => throw Refusal.Invalid($"Missing required parameter: '{name}'.", name, "missing_required_parameter"),
    };
}
