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
        if (Processing(endpoint, model) is { } processing)
        {
            return processing;
        }

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

    private static JsonObject? Processing(string endpoint, string model) => (endpoint, model) switch
    {
        ("video_to_video", "aleph2" or "gemini_omni_flash" or "gemini_omni_flash_1.1") => new()
        {
            ["model"] = model,
            ["videoUri"] = RunwayApi.Film(),
            ["promptText"] = "make it snow",
        },
        ("video_to_video", _) => new() { ["model"] = model, ["promptVideo"] = RunwayApi.Film(), ["promptText"] = "make it snow" },
        ("character_performance", _) => new()
        {
            ["model"] = model,
            ["character"] = new JsonObject { ["type"] = "image", ["uri"] = RunwayApi.Picture() },
            ["reference"] = new JsonObject { ["type"] = "video", ["uri"] = RunwayApi.Film() },
        },
        ("video_upscale", "enhance_frame_rate") => new() { ["model"] = model, ["videoUri"] = RunwayApi.Film(), ["targetFramerate"] = "60" },
        ("video_upscale" or "video_to_hdr", _) => new() { ["model"] = model, ["videoUri"] = RunwayApi.Film() },
        ("image_upscale", _) => new() { ["model"] = model, ["imageUri"] = RunwayApi.Picture(320, 320) },
        ("text_to_speech" or "sound_effect", "seed_audio") or ("sound_effect", _) => new() { ["model"] = model, ["promptText"] = "waves on a beach" },
        ("text_to_speech", _) => new() { ["model"] = model, ["promptText"] = new string('a', 101), ["voice"] = Voice() },
        ("speech_to_speech", _) => new()
        {
            ["model"] = model,
            ["media"] = new JsonObject { ["type"] = "audio", ["uri"] = RunwayApi.Recording() },
            ["voice"] = Voice(),
        },
        ("voice_dubbing", _) => new() { ["model"] = model, ["audioUri"] = RunwayApi.Recording(), ["targetLang"] = "de" },
        ("voice_isolation", _) => new() { ["model"] = model, ["audioUri"] = RunwayApi.Recording() },
        _ => null,
    };

    private static JsonObject Voice() => new() { ["type"] = "runway-preset", ["presetId"] = "Maya" };

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
