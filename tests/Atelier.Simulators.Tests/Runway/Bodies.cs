using System.Text.Json.Nodes;

namespace Atelier.Simulators.Tests.Runway;

/// <summary>For every endpoint and model a body with only what is required.</summary>
internal static class Bodies
{
    private static readonly string[] WithoutRatio =
    [
        "hailuo3", "happyhorse_1_0", "seedance2", "seedance2_fast", "seedance2_mini", "seedance2_5", "grok_imagine_1_5", "gemini_omni_flash",
        "gemini_omni_flash_1.1", "wan3", "wan3_prime", "h3_max",
    ];

    public static JsonObject Valid(string endpoint, string model)
    {
        var body = new JsonObject { ["model"] = model, ["promptText"] = "steam rises, camera drifts left" };
        if (endpoint == "image_to_video")
        {
            body["promptImage"] = RunwayApi.Picture();
        }

        if (endpoint == "text_to_image")
        {
            body["ratio"] = model switch
            {
                "gpt_image_2" or "gpt_image_2_5_flare" or "gpt_image_2_5_sunburst" => "1920:1088",
                "seedream5_lite" => "2048:2048",
                "muse_image" => "1600:1600",
                _ => "1024:1024",
            };
        }
        else if (!WithoutRatio.Contains(model))
        {
            body["ratio"] = "1280:720";
        }

        if (model == "gen4.5")
        {
            body["duration"] = 5;
        }

        if (model == "gen4_image_turbo")
        {
            body["referenceImages"] = new JsonArray(new JsonObject { ["uri"] = RunwayApi.Picture() });
        }

        return body;
    }

    /// <summary>The body with one field set to a JSON value, or taken out.</summary>
    public static JsonObject With(this JsonObject body, string field, string? json)
    {
        if (json is null)
        {
            body.Remove(field);
        }
        else
        {
            body[field] = JsonNode.Parse(json);
        }

        return body;
    }
}
