using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers;

namespace Atelier.Services.Generations;

/// <summary>Puts the pieces of a streamed chat answer together to what the same request answers whole.</summary>
internal sealed class ChatAssembly
{
    private static readonly string[] Common = ["id", "created", "model", "system_fingerprint", "service_tier"];

    private readonly JsonObject _answer = [];
    private readonly SortedDictionary<int, Choice> _choices = [];

    /// <summary>Whether no choice came at all.</summary>
    public bool IsEmpty => _choices.Count == 0;

    public void Add(JsonElement chunk)
    {
        foreach (var name in Common)
        {
            if (!_answer.ContainsKey(name) && chunk.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                _answer[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        if (!chunk.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var choice in choices.EnumerateArray())
        {
            var index = Number(choice, "index");
            if (!_choices.TryGetValue(index, out var gathered))
            {
                _choices[index] = gathered = new Choice();
            }

            gathered.Add(choice);
        }
    }

    public byte[] ToBytes(ProviderUsage? usage)
    {
        _answer["object"] = "chat.completion";
        _answer["choices"] = new JsonArray([.. _choices.Select(choice => choice.Value.ToJson(choice.Key))]);
        if (usage is { InputTokens: { } read, OutputTokens: { } written })
        {
            _answer["usage"] = new JsonObject { ["prompt_tokens"] = read, ["completion_tokens"] = written, ["total_tokens"] = read + written };
        }

        return Encoding.UTF8.GetBytes(_answer.ToJsonString());
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private sealed class Choice
    {
        private static readonly string[] Texts = ["content", "refusal", "reasoning_content"];

        private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
        private readonly SortedDictionary<int, ToolCall> _calls = [];
        private string? _finish;

        public void Add(JsonElement choice)
        {
            _finish = Text(choice, "finish_reason") ?? _finish;
            if (!choice.TryGetProperty("delta", out var delta) || delta.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            foreach (var name in Texts)
            {
                if (Text(delta, name) is { } text)
                {
                    (_texts.TryGetValue(name, out var gathered) ? gathered : _texts[name] = new StringBuilder()).Append(text);
                }
            }

            if (delta.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array)
            {
                foreach (var call in calls.EnumerateArray())
                {
                    var index = Number(call, "index");
                    (_calls.TryGetValue(index, out var gathered) ? gathered : _calls[index] = new ToolCall()).Add(call);
                }
            }
        }

        public JsonObject ToJson(int index)
        {
            var content = _texts.TryGetValue("content", out var text) && (text.Length > 0 || _calls.Count == 0) ? text.ToString() : null;
            var message = new JsonObject { ["role"] = "assistant", ["content"] = content };
            foreach (var name in Texts.Skip(1).Where(_texts.ContainsKey))
            {
                message[name] = _texts[name].ToString();
            }

            if (_calls.Count > 0)
            {
                message["tool_calls"] = new JsonArray([.. _calls.Values.Select(call => call.ToJson())]);
            }

            return new JsonObject { ["index"] = index, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = _finish ?? "stop" };
        }
    }

    private sealed class ToolCall
    {
        private readonly StringBuilder _arguments = new();
        private string? _id;
        private string? _name;

        public void Add(JsonElement call)
        {
            _id = Text(call, "id") ?? _id;
            if (call.TryGetProperty("function", out var function))
            {
                _name = Text(function, "name") ?? _name;
                _arguments.Append(Text(function, "arguments"));
            }
        }

        public JsonObject ToJson() => new JsonObject
        {
            ["id"] = _id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = _name, ["arguments"] = _arguments.ToString() },
        };
    }
}
