using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads what was used; a result is not lost because its count makes no sense.</summary>
internal static class Usages
{
    public static TokenUsage? Read(JsonElement body)
    {
        try
        {
            return body.Get("usage") is { ValueKind: JsonValueKind.Object } usage ? usage.Deserialize(AiHubMixJson.Wire.TokenUsage) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
