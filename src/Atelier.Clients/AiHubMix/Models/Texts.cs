using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Body of <c>POST /v1/responses</c>. The input, and everything beyond it, stays JSON, so that nothing a caller sends is lost on the way.
/// </summary>
public sealed record ResponseRequest
{
    /// <summary>Model id, such as <c>gpt-5.4-mini</c>.</summary>
    public required string Model { get; init; }

    /// <summary>A text, or an array of OpenAI input items.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>Set by the client: true for a streamed answer.</summary>
    [JsonInclude]
    internal bool? Stream { get; init; }

    /// <summary>All other fields, under the vendor's own names (<c>instructions</c>, <c>tools</c>, <c>max_output_tokens</c>, ...).</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A whole response.</summary>
/// <param name="Body">The vendor's <c>response</c> object, complete.</param>
/// <param name="Usage">Tokens used, when told.</param>
public sealed record ResponseAnswer(JsonElement Body, TokenUsage? Usage)
{
    /// <summary><c>completed</c>, <c>incomplete</c> or <c>failed</c>.</summary>
    public string? Status => Body.Get("status").AsText();

    /// <summary>The words of all output messages together.</summary>
    public string Text => string.Concat(Items(Body.Get("output")).SelectMany(item => Items(item.Get("content")))
        .Where(part => part.Get("type").AsText() is "output_text")
        .Select(part => part.Get("text").AsString()));

    private static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();
}

/// <summary>One event of a streamed response.</summary>
/// <param name="Type">Its kind, such as <c>response.output_text.delta</c>.</param>
/// <param name="Body">The event, complete.</param>
/// <param name="Usage">Tokens used, in the last event.</param>
public sealed record ResponseEvent(string Type, JsonElement Body, TokenUsage? Usage);

/// <summary>Body of <c>POST /v1/completions</c>.</summary>
public sealed record TextCompletionRequest
{
    /// <summary>Model id.</summary>
    public required string Model { get; init; }

    /// <summary>A text, or an array of texts.</summary>
    public required JsonElement Prompt { get; init; }

    /// <summary>All other fields, under the vendor's own names (<c>max_tokens</c>, <c>stop</c>, ...).</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A continued text.</summary>
/// <param name="Body">The vendor's <c>text_completion</c> object, complete.</param>
/// <param name="Usage">Tokens used, when told.</param>
public sealed record TextCompletion(JsonElement Body, ChatUsage? Usage)
{
    /// <summary>The words of the first choice.</summary>
    public string? Text =>
        Body.Get("choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0].Get("text").AsString() : null;
}

/// <summary>Body of <c>POST /v1/moderations</c>.</summary>
public sealed record ModerationRequest
{
    /// <summary>Model id, such as <c>omni-moderation-latest</c>.</summary>
    public required string Model { get; init; }

    /// <summary>A text, an array of texts, or an array of OpenAI content parts.</summary>
    public required JsonElement Input { get; init; }
}

/// <summary>Judgements, one for each thing asked about.</summary>
/// <param name="Results">The judgements, in order.</param>
/// <param name="Model">The model that judged, when told.</param>
public sealed record ModerationResponse(IReadOnlyList<ModerationResult> Results, string? Model);

/// <summary>One judgement.</summary>
public sealed record ModerationResult
{
    /// <summary>Whether the vendor objects.</summary>
    public required bool IsFlagged { get; init; }

    /// <summary>What it objects to, such as <c>violence</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>How sure it is of each, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();
}
