using System.Text.Json.Nodes;

namespace Atelier.Api.OpenAi;

/// <summary>Chat answers as SDKs can read them: some of them fail at a reason they do not know, or at none.</summary>
internal static class ChatShapes
{
    private static readonly HashSet<string> Reasons = new(StringComparer.Ordinal) { "stop", "length", "tool_calls", "content_filter", "function_call" };

    /// <summary>Mends a whole answer.</summary>
    public static JsonObject Whole(JsonObject answer, string generationId, DateTimeOffset createdAt, string model)
    {
        Common(answer, "chat.completion", generationId, createdAt, model);
        foreach (var choice in Choices(answer))
        {
            choice["finish_reason"] = Reason(choice["finish_reason"]) ?? "stop";
            choice["index"] ??= 0;
        }

        return answer;
    }

    /// <summary>Mends a piece; tells whether it ends a choice.</summary>
    public static bool Piece(JsonObject chunk, string generationId, DateTimeOffset createdAt, string model, bool withUsage)
    {
        Common(chunk, "chat.completion.chunk", generationId, createdAt, model);
        chunk.Remove("usage");
        if (withUsage)
        {
            chunk["usage"] = null;
        }

        var ends = false;
        foreach (var choice in Choices(chunk))
        {
            choice["index"] ??= 0;
            var reason = choice["finish_reason"];
            choice["finish_reason"] = reason is null ? null : Reason(reason) ?? "stop";
            ends |= reason is not null;
        }

        return ends;
    }

    /// <summary>The pieces of an answer that was made before.</summary>
    public static IEnumerable<JsonObject> Split(JsonObject answer)
    {
        foreach (var choice in Choices(answer))
        {
            var delta = choice["message"]?.DeepClone() as JsonObject ?? [];
            delta["role"] = "assistant";
            if (delta["tool_calls"] is JsonArray calls)
            {
                for (var index = 0; index < calls.Count; index++)
                {
                    calls[index]!.AsObject()["index"] = index;
                }
            }

            yield return Chunk(answer, choice, delta, null);
            yield return Chunk(answer, choice, [], Reason(choice["finish_reason"]) ?? "stop");
        }
    }

    public static JsonObject UsageChunk(JsonObject answer) => new()
    {
        ["id"] = answer["id"]?.DeepClone(),
        ["object"] = "chat.completion.chunk",
        ["created"] = answer["created"]?.DeepClone(),
        ["model"] = answer["model"]?.DeepClone(),
        ["choices"] = new JsonArray(),
        ["usage"] = answer["usage"]?.DeepClone(),
    };

    private static JsonObject Chunk(JsonObject answer, JsonObject choice, JsonObject delta, string? reason) => new()
    {
        ["id"] = answer["id"]?.DeepClone(),
        ["created"] = answer["created"]?.DeepClone(),
        ["model"] = answer["model"]?.DeepClone(),
        ["choices"] = new JsonArray(new JsonObject { ["index"] = choice["index"]?.DeepClone() ?? 0, ["delta"] = delta, ["finish_reason"] = reason }),
    };

    private static void Common(JsonObject answer, string kind, string generationId, DateTimeOffset createdAt, string model)
    {
        answer["id"] ??= $"chatcmpl-{generationId}";
        answer["object"] = kind;
        answer["model"] ??= model;
        if (answer["created"] is not JsonValue created || !created.TryGetValue<long>(out _))
        {
            answer["created"] = createdAt.ToUnixTimeSeconds();
        }
    }

    private static IEnumerable<JsonObject> Choices(JsonObject answer) => (answer["choices"] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string? Reason(JsonNode? reason) =>
        reason is JsonValue value && value.TryGetValue<string>(out var text) && Reasons.Contains(text) ? text : null;
}
