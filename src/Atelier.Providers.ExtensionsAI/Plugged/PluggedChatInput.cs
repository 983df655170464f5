using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>A chat generation's input, which has OpenAI's field names, as messages and options.</summary>
internal static class PluggedChatInput
{
    /// <exception cref="PluggedInputException">A field makes no sense.</exception>
    public static (IList<ChatMessage> Messages, ChatOptions Options, bool WantsUsage) Read(ProviderRequest request)
    {
        var input = new PluggedInput(request);
        var messages = Messages(input.Value("messages"));
        input.Value("stream");
        var wantsUsage = input.Value("stream_options") is { ValueKind: JsonValueKind.Object } stream
            && stream.TryGetProperty("include_usage", out var wanted) && wanted.ValueKind == JsonValueKind.True;
        var format = input.Value("response_format");
        var isStrict = format is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("json_schema", out var named)
            && IsTrue(named, "strict");
        var options = new ChatOptions
        {
            ModelId = request.VendorModel,
            Temperature = input.Number("temperature"),
            TopP = input.Number("top_p"),
            TopK = input.Integer("top_k"),
            MaxOutputTokens = input.Integer("max_completion_tokens") ?? input.Integer("max_tokens"),
            FrequencyPenalty = input.Number("frequency_penalty"),
            PresencePenalty = input.Number("presence_penalty"),
            Seed = input.Long("seed"),
            StopSequences = Stops(input.Value("stop")),
            ResponseFormat = Format(format),
            Tools = Tools(input.Value("tools")),
            ToolMode = Mode(input.Value("tool_choice")),
            AllowMultipleToolCalls = input.Flag("parallel_tool_calls"),
            Reasoning = EffortOf(input) is { } effort ? new ReasoningOptions { Effort = effort } : null,
        };
        options.AdditionalProperties = input.Rest();
        if (isStrict)
        {
            // Where the interface's clients look for it.
            (options.AdditionalProperties ??= [])["strict"] = true;
        }

        return (messages, options, wantsUsage);
    }

    private static List<ChatMessage> Messages(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            throw new PluggedInputException("messages", "'messages' must be a list with at least one message.");
        }

        return [.. list.EnumerateArray().Select(Message).AsChatMessages()];
    }

    private static OpenAI.Chat.ChatMessage Message(JsonElement message)
    {
        try
        {
            return ModelReaderWriter.Read<OpenAI.Chat.ChatMessage>(BinaryData.FromString(message.GetRawText()))!;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw new PluggedInputException("messages", "'messages' holds a message that is not in OpenAI's form.");
        }
    }

    private static List<string>? Stops(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(stop => stop.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(stop => stop.GetString()!)],
        _ => throw new PluggedInputException("stop", "'stop' must be a text or a list of texts."),
    };

    private static ChatResponseFormat? Format(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } format => Text(format, "type", "response_format") switch
        {
            "text" => ChatResponseFormat.Text,
            "json_object" => ChatResponseFormat.Json,
            "json_schema" when format.TryGetProperty("json_schema", out var named) && named.TryGetProperty("schema", out var schema) =>
                ChatResponseFormat.ForJsonSchema(schema.Clone(), Optional(named, "name"), Optional(named, "description")),
            _ => throw new PluggedInputException("response_format", "'response_format' must be text, json_object or json_schema with a schema."),
        },
        _ => throw new PluggedInputException("response_format", "'response_format' must be an object."),
    };

    private static List<AITool>? Tools(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Tool)],
        _ => throw new PluggedInputException("tools", "'tools' must be a list."),
    };

    private static AIFunctionDeclaration Tool(JsonElement tool)
    {
        if (tool.ValueKind != JsonValueKind.Object || !tool.TryGetProperty("function", out var function) || function.ValueKind != JsonValueKind.Object)
        {
            throw new PluggedInputException("tools", "Only functions can be tools.");
        }

        var parameters = function.TryGetProperty("parameters", out var schema) ? schema.Clone() : JsonElement.Parse("""{"type":"object"}""");
        var declaration = AIFunctionFactory.CreateDeclaration(Text(function, "name", "tools"), Optional(function, "description"), parameters);
        return IsTrue(function, "strict") ? new StrictFunction(declaration) : declaration;
    }

    // What the interface has no word for goes on as it is.
    private static ReasoningEffort? EffortOf(PluggedInput input)
    {
        ReasoningEffort? effort = input.Peek("reasoning_effort") switch
        {
            "none" => ReasoningEffort.None,
            "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" => ReasoningEffort.ExtraHigh,
            _ => null,
        };
        if (effort is not null)
        {
            input.Value("reasoning_effort");
        }

        return effort;
    }

    private static bool IsTrue(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static ChatToolMode? Mode(JsonElement? value) => value switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } word => word.GetString() switch
        {
            "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            "required" => ChatToolMode.RequireAny,
            _ => throw new PluggedInputException("tool_choice", "'tool_choice' must be auto, none, required or one function."),
        },
        { ValueKind: JsonValueKind.Object } choice when choice.TryGetProperty("function", out var function) =>
            ChatToolMode.RequireSpecific(Text(function, "name", "tool_choice")),
        _ => throw new PluggedInputException("tool_choice", "'tool_choice' must be auto, none, required or one function."),
    };

    private static string Text(JsonElement holder, string name, string field) => Optional(holder, name)
        ?? throw new PluggedInputException(field, $"'{field}' needs a '{name}'.");

    private static string? Optional(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
