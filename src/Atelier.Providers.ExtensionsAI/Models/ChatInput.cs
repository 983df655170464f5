using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>Messages and options as the input of a chat generation, which has OpenAI's field names.</summary>
internal static class ChatInput
{
    /// <exception cref="NotSupportedException">An option has no counterpart.</exception>
    public static JsonObject From(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options)
    {
        var input = new JsonObject
        {
            ["messages"] = new JsonArray([.. messages.AsOpenAIChatMessages(options).Select(message => Json(message))]),
        };
        if (options is not null)
        {
            RefuseImpossible(options);
            AddSampling(input, options);
            AddTools(input, options);
            input.Add(options.AdditionalProperties);
        }

        return input;
    }

    private static void AddSampling(JsonObject input, ChatOptions options)
    {
        input.Set("temperature", options.Temperature);
        input.Set("top_p", options.TopP);
        input.Set("top_k", options.TopK);
        input.Set("max_completion_tokens", options.MaxOutputTokens);
        input.Set("frequency_penalty", options.FrequencyPenalty);
        input.Set("presence_penalty", options.PresencePenalty);
        input.Set("seed", options.Seed);
        input.Set("stop", options.StopSequences is { Count: > 0 } stops ? stops : null);
        input.Set("reasoning_effort", EffortOf(options.Reasoning?.Effort));
        if (options.ResponseFormat?.AsOpenAIChatResponseFormat(options) is { } format)
        {
            input["response_format"] = Json(format);
        }
    }

    private static void AddTools(JsonObject input, ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        input["tools"] = new JsonArray([.. tools.Select(tool => Json(Function(tool).AsOpenAIChatTool()))]);
        input.Set("parallel_tool_calls", options.AllowMultipleToolCalls);
        input["tool_choice"] = options.ToolMode switch
        {
            null or AutoChatToolMode => "auto",
            NoneChatToolMode => "none",
            RequiredChatToolMode { RequiredFunctionName: { } name } => new JsonObject
            {
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = name },
            },
            _ => "required",
        };
    }

    private static AIFunctionDeclaration Function(AITool tool) => tool as AIFunctionDeclaration
        ?? throw new NotSupportedException($"Only functions can be used as tools, but '{tool.Name}' is a {tool.GetType().Name}.");

    private static string? EffortOf(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.ExtraHigh => "xhigh",
        var given => given.ToString()!.ToLowerInvariant(),
    };

    private static void RefuseImpossible(ChatOptions options)
    {
        OptionFields.RefuseRaw(options.RawRepresentationFactory);
        if (options.Reasoning?.Output is not (null or ReasoningOutput.None))
        {
            throw new NotSupportedException("Chat does not hand out what the model thought; leave Reasoning.Output unset.");
        }

        if (options.ConversationId is not null)
        {
            throw new NotSupportedException("No conversation is kept at the vendor; send its messages and leave ConversationId unset.");
        }

        if (options.AllowBackgroundResponses is true || options.ContinuationToken is not null)
        {
            throw new NotSupportedException("Chat answers at once; leave AllowBackgroundResponses and ContinuationToken unset.");
        }
    }

    private static JsonNode Json<T>(T model)
        where T : IPersistableModel<T> => JsonNode.Parse(ModelReaderWriter.Write(model).ToMemory().Span)!;
}
