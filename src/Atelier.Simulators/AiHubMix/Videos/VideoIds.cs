using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>
/// Ids as the gateway makes them: base64 of model and upstream id, then the channel. They always hold <c>+</c> and <c>/</c>, which a caller
/// must escape in a path.
/// </summary>
internal static class VideoIds
{
    private const string Awkward = "?>~o_-";

    public static string New(string model)
    {
        while (true)
        {
            var upstream = $"t_{RandomNumberGenerator.GetHexString(24, lowercase: true)}{RandomNumberGenerator.GetString(Awkward, 16)}";
            var text = new JsonObject { ["model"] = model, ["id"] = upstream };
            var id = Convert.ToBase64String(Encoding.UTF8.GetBytes(AiHubMixAnswers.Text(text))).TrimEnd('=');
            if (id.Contains('+', StringComparison.Ordinal) && id.Contains('/', StringComparison.Ordinal))
            {
                return $"{id}channel{RandomNumberGenerator.GetInt32(1000, 10_000)}";
            }
        }
    }
}
