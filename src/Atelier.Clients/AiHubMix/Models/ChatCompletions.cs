using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Body of <c>POST /v1/chat/completions</c>. Messages, tools and everything beyond stay JSON, so that nothing a caller sends is lost
/// on the way to a model that knows more than this record does.
/// </summary>
public sealed record ChatCompletionRequest
{
    /// <summary>Model id, such as <c>gpt-5.4-mini</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation: an array of OpenAI messages.</summary>
    public required JsonElement Messages { get; init; }

    /// <summary>Tools the model may call. An empty array is left out together with <see cref="ToolChoice"/>.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Which tool must be called.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Set by the client: true for a streamed answer.</summary>
    [JsonInclude]
    internal bool? Stream { get; init; }

    /// <summary>Options of a streamed answer. Default when streaming: <c>{"include_usage":true}</c>.</summary>
    public JsonElement? StreamOptions { get; init; }

    /// <summary>
    /// All other fields, under the vendor's own names (<c>temperature</c>, <c>max_tokens</c>, <c>response_format</c>, ...).
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A whole chat answer.</summary>
/// <param name="Body">The vendor's <c>chat.completion</c> object, complete.</param>
/// <param name="Usage">Tokens used, when told.</param>
public sealed record ChatCompletion(JsonElement Body, ChatUsage? Usage)
{
    /// <summary>The words of the first choice; <see langword="null"/> when it only calls tools.</summary>
    public string? Text => First.Get("message").Get("content").AsText();

    /// <summary>Why the first choice ended: <c>stop</c>, <c>length</c>, <c>tool_calls</c> or <c>content_filter</c>.</summary>
    public string? FinishReason => First.Get("finish_reason").AsText();

    /// <summary>The tools the first choice calls: an array in OpenAI's form, or undefined.</summary>
    public JsonElement ToolCalls => First.Get("message").Get("tool_calls");

    private JsonElement First =>
        Body.Get("choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : default;
}

/// <summary>One piece of a streamed chat answer.</summary>
/// <param name="Body">The vendor's <c>chat.completion.chunk</c> object, complete.</param>
/// <param name="Usage">Tokens used, in the last chunk.</param>
public sealed record ChatCompletionChunk(JsonElement Body, ChatUsage? Usage);

/// <summary>Tokens a chat used.</summary>
public sealed record ChatUsage
{
    /// <summary>Tokens read.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Tokens written, reasoning included.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Both together.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>What the tokens read were, when told.</summary>
    public ChatPromptDetails? PromptTokensDetails { get; init; }

    /// <summary>What the tokens written were, when told.</summary>
    public ChatCompletionDetails? CompletionTokensDetails { get; init; }
}

/// <summary>What the tokens read were.</summary>
public sealed record ChatPromptDetails
{
    /// <summary>Tokens found in the vendor's cache, which are cheaper.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Tokens of sound.</summary>
    public long? AudioTokens { get; init; }
}

/// <summary>What the tokens written were.</summary>
public sealed record ChatCompletionDetails
{
    /// <summary>Tokens thought rather than said.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Tokens of sound.</summary>
    public long? AudioTokens { get; init; }
}
