using System.Globalization;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads what a Gemini model answered. Names are in camel case, but one of the gateway's forms has them in snake case.</summary>
internal static class GeminiAnswers
{
    /// <summary>
    /// The answer, or <see langword="null"/> when it is none: neither a candidate nor a word on the prompt, or media that is no base64.
    /// </summary>
    public static GenerateContentResponse? Read(JsonElement root)
    {
        var candidates = root.Get("candidates");
        var first = candidates.ValueKind == JsonValueKind.Array && candidates.GetArrayLength() > 0 ? candidates[0] : default;
        var feedback = root.Get("promptFeedback", "prompt_feedback");
        var blockReason = feedback.Get("blockReason", "block_reason").AsText();
        var parts = first.Get("content").Get("parts");
        GeneratedPart?[] made = parts.ValueKind == JsonValueKind.Array ? [.. parts.EnumerateArray().Where(IsAnswer).Select(ReadPart)] : [];
        if ((first.ValueKind != JsonValueKind.Object && blockReason is null) || made.Contains(null))
        {
            return null;
        }

        return new GenerateContentResponse
        {
            Parts = made!,
            FinishReason = first.Get("finishReason", "finish_reason").AsText(),
            BlockReason = blockReason,
            ReasonMessage = first.Get("finishMessage", "finish_message").AsText()
                ?? feedback.Get("blockReasonMessage", "block_reason_message").AsText(),
            Usage = ReadUsage(root.Get("usageMetadata", "usage_metadata")),
            Body = root,
        };
    }

    // Models that think show sketches on the way, which are no results. Parts of other kinds, such as calls of tools, stay in the body.
    private static bool IsAnswer(JsonElement part) => part.Get("thought").ValueKind is not JsonValueKind.True
        && (part.Get("text").ValueKind is JsonValueKind.String || BlobOf(part).ValueKind is JsonValueKind.Object);

    private static GeneratedPart? ReadPart(JsonElement part)
    {
        if (BlobOf(part) is not { ValueKind: JsonValueKind.Object } blob)
        {
            return new GeneratedPart { Text = part.Get("text").AsString() };
        }

        return Base64Text.Decode(blob.Get("data")) is { } bytes
            ? new GeneratedPart { Bytes = bytes, ContentType = blob.Get("mimeType", "mime_type").AsText() }
            : null;
    }

    private static JsonElement BlobOf(JsonElement part) => part.Get("inlineData", "inline_data");

    private static TokenUsage? ReadUsage(JsonElement usage) => usage.ValueKind is not JsonValueKind.Object ? null : new TokenUsage
    {
        InputTokens = Count(usage.Get("promptTokenCount", "prompt_token_count")),
        OutputTokens = Sum(
            Count(usage.Get("candidatesTokenCount", "candidates_token_count")), Count(usage.Get("thoughtsTokenCount", "thoughts_token_count"))),
        TotalTokens = Count(usage.Get("totalTokenCount", "total_token_count")),
    };

    private static long? Count(JsonElement number) =>
        long.TryParse(number.AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);

    private static JsonElement Get(this JsonElement element, string name, string otherwise) =>
        element.Get(name) is { ValueKind: not JsonValueKind.Undefined } value ? value : element.Get(otherwise);
}
