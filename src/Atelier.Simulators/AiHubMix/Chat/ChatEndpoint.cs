using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary><c>POST /v1/chat/completions</c>, whole or as a stream. A refusal is plain JSON even when a stream was asked for.</summary>
internal sealed class ChatEndpoint(VendorSimulators simulators, AiHubMixCashier cashier)
{
    private const int PieceCharacters = 12;

    public async Task CompleteAsync(HttpContext context, string owner)
    {
        var request = ChatRequestReader.Read(await Fields.ReadAsync(context));
        var empty = context.HasFault(FaultKind.EmptyResult);
        var replies = Enumerable.Range(0, request.Count)
            .Select(index => empty ? new ChatReply("", "stop") : ChatReply.To(request, index))
            .ToList();
        await cashier.ChargeAndWorkAsync(
            context, owner, ChatPrices.Of(request.Model, request.PromptTokens, replies.Sum(reply => reply.Tokens)));
        var head = new ChatHead(
            $"chatcmpl-{RandomNumberGenerator.GetHexString(24, lowercase: true)}",
            simulators.Clock.GetUtcNow().ToUnixTimeSeconds(),
            request.Model);
        if (request.Stream)
        {
            await StreamAsync(context, request, replies, head);
            return;
        }

        var answer = head.ToJson("chat.completion");
        answer["choices"] = new JsonArray([.. replies.Select((reply, index) => Choice(reply, index))]);
        answer["usage"] = Usage(request, replies);
        await AiHubMixAnswers.WriteAsync(context, answer);
    }

    private async Task StreamAsync(HttpContext context, ChatRequest request, List<ChatReply> replies, ChatHead head)
    {
        AiHubMixAnswers.BeginEvents(context);
        for (var index = 0; index < replies.Count; index++)
        {
            var reply = replies[index];
            await SendAsync(new JsonObject { ["role"] = "assistant", ["content"] = reply.Text is null ? null : "" });
            foreach (var piece in reply.Text is null ? ToolPieces(reply, index) : TextPieces(reply.Text))
            {
                await SendAsync(piece);
            }

            await SendAsync([], reply.FinishReason);

            Task SendAsync(JsonObject delta, string? finish = null)
            {
                var choice = new JsonObject { ["index"] = index, ["delta"] = delta, ["finish_reason"] = finish };
                return SendChunkAsync(context, request, head, new JsonArray(choice), usage: null);
            }
        }

        if (request.IncludeUsage)
        {
            await SendChunkAsync(context, request, head, [], Usage(request, replies));
        }

        await AiHubMixAnswers.SendEventAsync(context, "[DONE]");
    }

    private async Task SendChunkAsync(HttpContext context, ChatRequest request, ChatHead head, JsonArray choices, JsonObject? usage)
    {
        if (simulators.Options.AiHubMix.ChatPieceDelay is var pause && pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, simulators.Clock, context.RequestAborted);
        }

        var chunk = head.ToJson("chat.completion.chunk");
        chunk["choices"] = choices;
        if (request.IncludeUsage)
        {
            chunk["usage"] = usage;
        }

        await AiHubMixAnswers.SendEventAsync(context, AiHubMixAnswers.Text(chunk));
    }

    private static IEnumerable<JsonObject> TextPieces(string text) =>
        text.Chunk(PieceCharacters).Select(piece => new JsonObject { ["content"] = new string(piece) });

    private static IEnumerable<JsonObject> ToolPieces(ChatReply reply, int index)
    {
        yield return ToolDelta(new JsonObject
        {
            ["index"] = 0,
            ["id"] = CallId(reply, index),
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = reply.FunctionName, ["arguments"] = "" },
        });
        foreach (var piece in reply.Arguments.Chunk(PieceCharacters))
        {
            yield return ToolDelta(new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = new string(piece) } });
        }
    }

    private static JsonObject ToolDelta(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static JsonObject Choice(ChatReply reply, int index)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = reply.Text, ["refusal"] = null };
        if (reply.FunctionName is { } name)
        {
            message["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = CallId(reply, index),
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = name, ["arguments"] = reply.Arguments },
            });
        }

        return new JsonObject { ["index"] = index, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = reply.FinishReason };
    }

    private static string CallId(ChatReply reply, int index) =>
        $"call_{SimulatorSeed.Derive(reply.FunctionName, reply.Arguments):x16}{index}";

    private static JsonObject Usage(ChatRequest request, List<ChatReply> replies)
    {
        var completion = replies.Sum(reply => reply.Tokens);
        return new JsonObject
        {
            ["prompt_tokens"] = request.PromptTokens,
            ["completion_tokens"] = completion,
            ["total_tokens"] = request.PromptTokens + completion,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        };
    }

    private sealed record ChatHead(string Id, long Created, string Model)
    {
        public JsonObject ToJson(string kind) => new() { ["id"] = Id, ["object"] = kind, ["created"] = Created, ["model"] = Model };
    }
}
