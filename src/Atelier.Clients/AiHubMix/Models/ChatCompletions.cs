using System.Text.Json;
using System.Text.Json.Serialization;

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
public sealed record ChatCompletion(JsonElement Body, ChatUsage? Usage);

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
}
