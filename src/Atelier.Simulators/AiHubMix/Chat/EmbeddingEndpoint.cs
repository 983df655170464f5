using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary><c>POST /v1/embeddings</c>: unit vectors derived from the text, equal for equal texts.</summary>
internal sealed class EmbeddingEndpoint(AiHubMixCashier cashier)
{
    private const decimal SmallUsdPerToken = 0.02m / 1_000_000m;
    private const decimal LargeUsdPerToken = 0.13m / 1_000_000m;
    private const int LargeDimensions = 3072;
    private const int UsualDimensions = 1536;

    public async Task EmbedAsync(HttpContext context, string owner)
    {
        var fields = await Fields.ReadAsync(context);
        var model = fields.Required("model");
        if (!model.Contains("embedding", StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal.NoChannel();
        }

        var texts = Texts(fields.Json("input"));
        var isLarge = model.EndsWith("-large", StringComparison.Ordinal);
        var longest = isLarge ? LargeDimensions : UsualDimensions;
        var size = fields.Whole("dimensions", 1, longest) ?? longest;
        var base64 = fields.Choice("encoding_format", "float", "base64") == "base64";
        var tokens = texts.Sum(ChatTokens.Count);
        await cashier.ChargeAndWorkAsync(context, owner, tokens * (isLarge ? LargeUsdPerToken : SmallUsdPerToken));
        var made = context.HasFault(FaultKind.EmptyResult) ? [] : texts;
        var data = made.Select((text, index) => new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = index,
            ["embedding"] = Encode(Vector(text, size), base64),
        });
        await AiHubMixAnswers.WriteAsync(context, new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. data]),
            ["model"] = model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    private static List<string> Texts(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String when input.GetString() is { Length: > 0 } text => [text],
        JsonValueKind.Array when input.GetArrayLength() is > 0 and <= 2048
            && input.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. input.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw Refusal.Invalid("Invalid 'input': expected a text or up to 2048 texts.", "input", "invalid_value"),
    };

    private static float[] Vector(string text, int size)
    {
        var state = SimulatorSeed.Derive(text);
        var vector = new float[size];
        for (var index = 0; index < size; index++)
        {
            // A linear congruential step (Knuth's constants); the upper bits are the even ones.
            state = unchecked(state * 6364136223846793005 + 1442695040888963407);
            vector[index] = (float)((state >> 40) / (double)(1 << 24) - 0.5);
        }

        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    private static JsonNode Encode(float[] vector, bool base64) => base64
        ? JsonValue.Create(Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())))
        : new JsonArray([.. vector.Select(value => (JsonNode?)JsonValue.Create(value))]);
}
