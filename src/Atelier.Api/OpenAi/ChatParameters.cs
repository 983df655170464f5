using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Api.OpenAi;

/// <summary>OpenAI's parameters of chat in a model's own terms.</summary>
internal static class ChatParameters
{
    // They change nothing about the answer.
    private static readonly string[] Ignored =
    [
        "user", "store", "metadata", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention",
    ];

    // They would change the answer or its shape; leaving them out silently would be a lie.
    private static readonly string[] Consequential =
    [
        "temperature", "top_p", "presence_penalty", "frequency_penalty", "stop", "seed", "tools", "tool_choice", "parallel_tool_calls", "response_format",
        "reasoning_effort", "max_tokens", "max_completion_tokens", "n", "logprobs", "top_logprobs", "logit_bias", "modalities", "audio", "prediction",
        "web_search_options", "functions", "function_call", "verbosity",
    ];

    public static void Apply(InputMap map)
    {
        map.Handled(Ignored);
        OpenAiIntake.Require(map, "messages");
        if (map.Body.Fields.TryGetValue("messages", out var messages))
        {
            map.Set("messages", "messages", Messages(map, messages));
        }

        foreach (var parameter in Consequential.Where(map.Body.Fields.ContainsKey))
        {
            if (IsNothing(map, parameter, map.Body.Fields[parameter]))
            {
                map.Handled(parameter);
            }
            else
            {
                map.Move(parameter, parameter);
            }
        }

        map.MoveRest();
    }

    /// <summary>Whether a value says what holds anyway.</summary>
    private static bool IsNothing(InputMap map, string parameter, JsonElement value)
    {
        var hasTools = map.Body.Fields.TryGetValue("tools", out var tools) && tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0;
        return parameter switch
        {
            "tools" => !hasTools,
            "tool_choice" or "parallel_tool_calls" => !hasTools,
            "n" => value.ToString() == "1",
            "logprobs" => value.ValueKind == JsonValueKind.False,
            "modalities" => value.ToString() is """["text"]""",
            "temperature" or "top_p" => !map.Takes(parameter) && value.ToString() is "1" or "1.0",
            "presence_penalty" or "frequency_penalty" => !map.Takes(parameter) && value.ToString() is "0" or "0.0",
            "response_format" => !map.Takes(parameter) && value.ValueKind == JsonValueKind.Object
                && value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("text"),
            "verbosity" => !map.Takes(parameter) && value.ToString() is "medium",
            "stop" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0,
            _ => false,
        };
    }

    /// <summary>SDKs send answers back as they came; members that the model's schema does not know, and those that are null, are left out.</summary>
    private static JsonNode? Messages(InputMap map, JsonElement messages)
    {
        var node = JsonNode.Parse(messages.GetRawText());
        var known = KnownMembers(map);
        if (node is JsonArray list && known is not null)
        {
            foreach (var message in list.OfType<JsonObject>())
            {
                foreach (var member in message.Where(member => !known.Contains(member.Key) || member.Value is null && member.Key != "content").ToList())
                {
                    message.Remove(member.Key);
                }
            }
        }

        return node;
    }

    private static HashSet<string>? KnownMembers(InputMap map) =>
        map.Model.InputSchema.TryGetProperty("properties", out var properties) && properties.TryGetProperty("messages", out var messages)
        && messages.TryGetProperty("items", out var items) && items.TryGetProperty("properties", out var members)
            ? members.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal)
            : null;
}
