using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Chat: the caller's own OpenAI fields, passed on whole.</summary>
internal static class AiHubMixChatRequestMapper
{
    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static ChatCompletionRequest Map(AiHubMixInput input)
    {
        var messages = input.Values.Value("messages") ?? throw new InvalidInputException("messages", "'messages' is required.");
        if (messages.ValueKind is not JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            throw new InvalidInputException("messages", "'messages' must be a list with at least one message.");
        }

        // Whether the answer is streamed is told by the call itself.
        input.Values.Skip("stream");
        return new ChatCompletionRequest
        {
            Model = input.Model,
            Messages = messages,
            Tools = input.Values.Value("tools"),
            ToolChoice = input.Values.Value("tool_choice"),
            StreamOptions = WithUsage(input.Values.Value("stream_options")),
            AdditionalFields = input.TakeRest(),
        };
    }

    /// <summary>Whether the caller asked for the chunk that carries the usage. We always ask the vendor for it, to count.</summary>
    public static bool WantsUsage(JsonElement input) =>
        input.ValueKind is JsonValueKind.Object
        && input.TryGetProperty("stream_options", out var options) && options.ValueKind is JsonValueKind.Object
        && options.TryGetProperty("include_usage", out var wanted) && wanted.ValueKind is JsonValueKind.True;

    private static JsonElement? WithUsage(JsonElement? options)
    {
        if (options is not { } given)
        {
            return null; // the client asks for the usage by itself
        }

        if (given.ValueKind is not JsonValueKind.Object)
        {
            throw new InvalidInputException("stream_options", "'stream_options' must be an object.");
        }

        var fields = given.EnumerateObject()
            .Where(field => !field.NameEquals("include_usage"))
            .ToDictionary(field => field.Name, field => field.Value);
        fields["include_usage"] = JsonElement.Parse("true");
        return JsonSerializer.SerializeToElement(fields);
    }
}
