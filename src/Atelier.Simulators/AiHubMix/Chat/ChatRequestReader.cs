using System.Text;
using System.Text.Json;
using Atelier.Simulators.AiHubMix.Images;

namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary>Reads a chat request. What the simulator does not use is still checked for type and range where the API says so.</summary>
internal static class ChatRequestReader
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];
    private static readonly string[] Families =
    [
        "gpt-", "chatgpt-", "o1", "o3", "o4", "o5", "claude-", "gemini-", "deepseek-", "DeepSeek-", "qwen", "Qwen",
        "doubao-", "glm-", "kimi-", "moonshot-",
        "grok-", "llama", "Llama", "mistral", "minimax-", "MiniMax-", "ernie-", "step-", "hunyuan-", "command-", "phi-", "coding-", "jina-",
    ];

    public static ChatRequest Read(Fields fields)
    {
        var model = fields.Required("model");
        CheckServed(model);
        var messages = Messages(fields.Json("messages"));
        fields.Number("temperature", 0, 2);
        fields.Number("top_p", 0, 1);
        fields.Number("presence_penalty", -2, 2);
        fields.Number("frequency_penalty", -2, 2);
        var stream = fields.Flag("stream");
        var options = fields.Json("stream_options");
        if (options.ValueKind == JsonValueKind.Object && !stream)
        {
            throw Refusal.Invalid(
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", "invalid_value");
        }

        return new ChatRequest(model, messages)
        {
            Stream = stream,
            IncludeUsage = options.ValueKind == JsonValueKind.Object && Fields.Of(options).Flag("include_usage"),
            Count = fields.Whole("n", 1, 128) ?? 1,
            MaxTokens = fields.Whole("max_completion_tokens", 1, int.MaxValue) ?? fields.Whole("max_tokens", 1, int.MaxValue),
            Stop = Stop(fields.Json("stop")),
            RequiredFunction = RequiredFunction(fields),
            ResponseSchema = Schema(fields.Json("response_format")),
        };
    }

    /// <exception cref="Refusal">No upstream serves the model.</exception>
    public static void CheckServed(string model)
    {
        if (!Families.Any(family => model.StartsWith(family, StringComparison.Ordinal)))
        {
            throw Refusal.NoChannel();
        }
    }

    private static IReadOnlyList<ChatMessage> Messages(JsonElement messages)
    {
        if (messages.ValueKind == JsonValueKind.Undefined)
        {
            throw Refusal.Invalid("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        if (messages.ValueKind != JsonValueKind.Array)
        {
            throw Fields.WrongType("messages", "an array of objects", messages);
        }

        return messages.GetArrayLength() > 0
            ? [.. messages.EnumerateArray().Select(Message)]
            : throw Refusal.Invalid("Invalid 'messages': empty array. Expected an array with minimum length 1.", "messages", "empty_array");
    }

    private static ChatMessage Message(JsonElement json, int index)
    {
        var message = Fields.Of(json);
        var role = message.Required("role");
        if (!Roles.Contains(role))
        {
            throw Refusal.Invalid(
                $"Invalid value: '{role}'. Supported values are: {string.Join(", ", Roles.Select(name => $"'{name}'"))}.",
                $"messages[{index}].role",
                "invalid_value");
        }

        var content = message.Json("content");
        return content.ValueKind switch
        {
            JsonValueKind.String => new ChatMessage(role, content.GetString()!),
            JsonValueKind.Array => Parts(role, content, index),
            JsonValueKind.Undefined when role == "assistant" => new ChatMessage(role, ""),
            JsonValueKind.Undefined => throw Refusal.Invalid(
                $"Missing required parameter: 'messages[{index}].content'.", $"messages[{index}].content", "missing_required_parameter"),
            _ => throw Fields.WrongType($"messages[{index}].content", "a string or an array of objects", content),
        };
    }

    private static ChatMessage Parts(string role, JsonElement content, int index)
    {
        var text = new StringBuilder();
        var (images, sounds) = (0, 0);
        foreach (var part in content.EnumerateArray().Select(Fields.Of))
        {
            switch (part.Choice("type", "text", "image_url", "input_audio", "file", "refusal"))
            {
                case "text":
                    text.Append(text.Length > 0 ? "\n" : "").Append(part.Text("text"));
                    break;
                case "image_url":
                    var holder = part.Json("image_url");
                    var url = holder.ValueKind == JsonValueKind.Object ? Fields.Of(holder).Required("url") : part.Required("image_url");
                    ImageFile.ExamineReference(url, $"messages[{index}].content.image_url.url");
                    images++;
                    break;
                case "input_audio":
                    sounds++;
                    break;
            }
        }

        return new ChatMessage(role, text.ToString(), images, sounds);
    }

    private static IReadOnlyList<string> Stop(JsonElement stop) => stop.ValueKind switch
    {
        JsonValueKind.Undefined => [],
        JsonValueKind.String => [stop.GetString()!],
        JsonValueKind.Array when stop.GetArrayLength() <= 4 && stop.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String) =>
            [.. stop.EnumerateArray().Select(text => text.GetString()!)],
        _ => throw Fields.WrongType("stop", "a string or an array of up to 4 strings", stop),
    };

    /// <summary>A function must be called when <c>tool_choice</c> says so; which one, it names, or else the first.</summary>
    private static JsonElement RequiredFunction(Fields fields)
    {
        var tools = fields.Json("tools");
        var choice = fields.Json("tool_choice");
        var functions = tools.ValueKind switch
        {
            JsonValueKind.Undefined => [],
            JsonValueKind.Array => tools.EnumerateArray().Select(Function).ToList(),
            _ => throw Fields.WrongType("tools", "an array of objects", tools),
        };
        if (choice.ValueKind == JsonValueKind.Undefined)
        {
            return default;
        }

        if (functions.Count == 0)
        {
            throw Refusal.Invalid(
                "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                "tool_choice",
                "invalid_value");
        }

        if (choice.ValueKind == JsonValueKind.String)
        {
            return fields.Choice("tool_choice", "auto", "none", "required") == "required" ? functions[0] : default;
        }

        var name = choice.ValueKind == JsonValueKind.Object
            ? Fields.Of(Function(choice)).Required("name")
            : throw Fields.WrongType("tool_choice", "a string or an object", choice);
        var named = functions.FirstOrDefault(function => Fields.Of(function).Text("name") == name);
        return named.ValueKind == JsonValueKind.Object
            ? named
            : throw Refusal.Invalid($"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice", "invalid_value");
    }

    /// <summary>The function of a tool, or of a choice among tools; it has a name.</summary>
    private static JsonElement Function(JsonElement tool)
    {
        var function = Fields.Of(tool).Json("function");
        if (function.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.Invalid("Missing required parameter: 'tools[0].function'.", "tools", "missing_required_parameter");
        }

        Fields.Of(function).Required("name");
        return function;
    }

    private static JsonElement Schema(JsonElement format)
    {
        if (format.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        return Fields.Of(format).Choice("type", "text", "json_object", "json_schema") switch
        {
            "json_schema" when format.TryGetProperty("json_schema", out var named)
                && named.ValueKind == JsonValueKind.Object && named.TryGetProperty("schema", out var schema) => schema,
            "json_schema" => throw Refusal.Invalid(
                "Missing required parameter: 'response_format.json_schema'.", "response_format.json_schema", "missing_required_parameter"),
            "json_object" => JsonDocument.Parse("""{"type":"object","properties":{"answer":{"type":"string"}}}""").RootElement,
            _ => default,
        };
    }
}
