using System.Net;
using System.Text.Json.Nodes;

namespace Atelier.Simulators.Tests.Runway;

/// <summary>One row per rule: a valid body with one thing wrong, and the issue it must yield.</summary>
public sealed class BodyValidationTests
{
    private static string Repeat(int length) => $"\"{new string('a', length)}\"";

    private static string Quote(string text) => $"\"{text}\"";

    public static TheoryData<string, string, string, string?, string, string> Wrong => new()
    {
        { "image_to_video", "gen4_turbo", "promptImage", null, "promptImage", "invalid_union" },
        { "image_to_video", "gen4_turbo", "promptImage", "5", "promptImage", "invalid_union" },
        { "image_to_video", "gen4_turbo", "promptImage", "[]", "promptImage", "too_small" },
        { "image_to_video", "gen4_turbo", "promptImage", """[{"uri":"https://a.example/a.png"}]""", "promptImage.0.position", "invalid_value" },
        { "image_to_video", "gen4_turbo", "promptImage", """[{"uri":"https://a.example/a.png","position":"last"}]""", "promptImage.0.position", "invalid_value" },
        { "image_to_video", "gen4_turbo", "promptImage", """[{"uri":"https://a.example/a.png","position":"first"},{"uri":"https://a.example/b.png","position":"first"}]""", "promptImage", "too_big" },
        { "image_to_video", "gen4_turbo", "promptText", "\"\"", "promptText", "too_small" },
        { "image_to_video", "gen4_turbo", "promptText", Repeat(1001), "promptText", "too_big" },
        { "image_to_video", "gen4_turbo", "promptText", "null", "promptText", "invalid_type" },
        { "image_to_video", "gen4_turbo", "ratio", null, "ratio", "invalid_value" },
        { "image_to_video", "gen4_turbo", "ratio", "\"16:9\"", "ratio", "invalid_value" },
        { "image_to_video", "gen4_turbo", "duration", "1", "duration", "too_small" },
        { "image_to_video", "gen4_turbo", "duration", "11", "duration", "too_big" },
        { "image_to_video", "gen4_turbo", "duration", "5.5", "duration", "invalid_type" },
        { "image_to_video", "gen4_turbo", "duration", "\"5\"", "duration", "invalid_type" },
        { "image_to_video", "gen4_turbo", "seed", "-1", "seed", "too_small" },
        { "image_to_video", "gen4_turbo", "seed", "4294967296", "seed", "too_big" },
        { "image_to_video", "gen4_turbo", "contentModeration", """{"publicFigureThreshold":"high"}""", "contentModeration.publicFigureThreshold", "invalid_value" },
        { "image_to_video", "gen4.5", "duration", null, "duration", "invalid_type" },
        { "image_to_video", "gen4.5", "promptText", null, "promptText", "invalid_type" },
        { "image_to_video", "gen4.5", "outputFormat", "\"avi\"", "outputFormat", "invalid_value" },
        { "image_to_video", "gen4.5", "proresProfile", "\"422\"", "proresProfile", "custom" },
        { "image_to_video", "veo3.1", "duration", "5", "duration", "invalid_value" },
        { "image_to_video", "veo3.1", "audio", "\"yes\"", "audio", "invalid_type" },
        { "image_to_video", "veo3.1", "ratio", "\"960:960\"", "ratio", "invalid_value" },
        { "image_to_video", "veo3.1", "watermark", "true", "", "unrecognized_keys" },
        { "image_to_video", "veo3.1", "promptImage", """[{"uri":"https://a.example/a.png","position":"last"}]""", "promptImage", "custom" },
        { "image_to_video", "hailuo3", "promptImage", """[{"uri":"https://a.example/a.png","position":"first"},{"uri":"https://a.example/b.png"}]""", "promptImage", "custom" },
        { "image_to_video", "hailuo3", "duration", "4", "duration", "too_small" },
        { "image_to_video", "hailuo3", "referenceAudio", """[{"type":"video","uri":"https://a.example/a.mp3"}]""", "referenceAudio.0.type", "invalid_value" },
        { "image_to_video", "happyhorse_1_0", "promptText", "\"a\"", "promptText", "too_small" },
        { "image_to_video", "seedance2", "duration", "\"long\"", "duration", "invalid_union" },
        { "image_to_video", "seedance2", "duration", "16", "duration", "too_big" },
        { "image_to_video", "seedance2_fast", "ratio", "\"1920:1080\"", "ratio", "invalid_value" },
        { "image_to_video", "seedance2_5", "ratio", "\"864:496\"", "ratio", "invalid_value" },
        { "image_to_video", "wan3", "ratio", "\"1280:720\"", "ratio", "invalid_value" },
        { "image_to_video", "h3_max", "promptExpansionMode", "\"wild\"", "promptExpansionMode", "invalid_value" },
        { "text_to_video", "gen4.5", "ratio", "\"960:960\"", "ratio", "invalid_value" },
        { "text_to_video", "veo3.1", "promptText", null, "promptText", "invalid_type" },
        { "text_to_video", "happyhorse_1_0", "ratio", "\"1104:832\"", "ratio", "invalid_value" },
        { "text_to_video", "grok_imagine_1_5", "referenceAudio", """[{"type":"audio","uri":"https://a.example/a.mp3"}]""", "referenceAudio", "custom" },
        { "text_to_video", "gemini_omni_flash", "duration", "11", "duration", "too_big" },
        { "video_to_video", "aleph2", "videoUri", null, "videoUri", "invalid_type" },
        { "video_to_video", "aleph2", "videoUri", Quote(RunwayApi.Film(1)), "videoUri", "too_small" },
        { "video_to_video", "aleph2", "videoUri", Quote(RunwayApi.Film(31)), "videoUri", "too_big" },
        { "video_to_video", "aleph2", "videoUri", Quote(RunwayApi.Picture()), "videoUri", "custom" },
        { "video_to_video", "aleph2", "references", "[]", "", "unrecognized_keys" },
        { "video_to_video", "aleph2", "keyframes", "[]", "keyframes", "too_small" },
        { "video_to_video", "aleph2", "keyframes", """[{"uri":"https://a.example/a.png"}]""", "keyframes.0", "custom" },
        { "video_to_video", "aleph2", "keyframes", """[{"uri":"https://a.example/a.png","at":2}]""", "keyframes.0.at", "too_big" },
        { "video_to_video", "aleph2", "keyframes", """[{"uri":"https://a.example/a.png","at":0,"range":{"start_seconds":0,"end_seconds":1}},{"uri":"https://a.example/a.png","at":1}]""", "keyframes", "custom" },
        { "video_to_video", "aleph2", "targetAspectRatio", "\"5:4\"", "targetAspectRatio", "invalid_value" },
        { "video_to_video", "aleph2", "outputFormat", "\"hdr10\"", "outputFormat", "invalid_value" },
        { "video_to_video", "gen4_aleph", "promptText", "\"a\"", "model", "invalid_union" },
        { "video_to_video", "hailuo3", "promptText", null, "promptText", "invalid_type" },
        { "video_to_video", "seedance2", "promptVideo", null, "promptVideo", "invalid_type" },
        { "video_to_video", "seedance2_5", "mode", "\"remix\"", "mode", "invalid_value" },
        { "video_to_video", "seedance2_5", "mode", "\"edit\"", "duration", "invalid_value" },
        { "character_performance", "act_two", "character", """{"type":"audio","uri":"https://a.example/a.mp3"}""", "character.type", "invalid_union" },
        { "character_performance", "act_two", "reference", """{"type":"image","uri":"https://a.example/a.png"}""", "reference.type", "invalid_value" },
        { "character_performance", "act_two", "expressionIntensity", "6", "expressionIntensity", "too_big" },
        { "character_performance", "act_two", "ratio", "\"16:9\"", "ratio", "invalid_value" },
        { "video_upscale", "magnific_video_upscaler_creative", "creativity", "101", "creativity", "too_big" },
        { "video_upscale", "magnific_video_upscaler_creative", "resolution", "\"8k\"", "resolution", "invalid_value" },
        { "video_upscale", "magnific_video_upscaler_creative", "seed", "1", "", "unrecognized_keys" },
        { "video_upscale", "enhance_frame_rate", "targetFramerate", "60", "targetFramerate", "invalid_value" },
        { "video_upscale", "enhance_frame_rate", "targetFramerate", null, "targetFramerate", "invalid_value" },
        { "video_to_hdr", "ruby", "outputFormat", "\"mp4\"", "outputFormat", "invalid_value" },
        { "video_to_hdr", "ruby", "proresProfile", "\"422\"", "proresProfile", "custom" },
        { "image_upscale", "magnific_precision_upscaler_v2", "scaleFactor", "3", "scaleFactor", "invalid_value" },
        { "image_upscale", "magnific_precision_upscaler_v2", "imageUri", Quote(RunwayApi.Picture(299, 400)), "imageUri", "custom" },
        { "text_to_speech", "eleven_multilingual_v2", "promptText", Repeat(1001), "promptText", "too_big" },
        { "text_to_speech", "eleven_multilingual_v2", "voice", null, "voice", "invalid_type" },
        { "text_to_speech", "eleven_multilingual_v2", "voice", """{"type":"runway-preset","presetId":"Nobody"}""", "voice.presetId", "invalid_value" },
        { "text_to_speech", "eleven_multilingual_v2", "voice", """{"type":"mine"}""", "voice.type", "invalid_union" },
        { "text_to_speech", "eleven_v3", "speed", "1.3", "speed", "too_big" },
        { "text_to_speech", "eleven_v3", "stability", "-0.1", "stability", "too_small" },
        { "text_to_speech", "seed_audio", "sampleRate", "11025", "sampleRate", "invalid_value" },
        { "sound_effect", "eleven_text_to_sound_v2", "duration", "0.4", "duration", "too_small" },
        { "sound_effect", "eleven_text_to_sound_v2", "duration", "31", "duration", "too_big" },
        { "sound_effect", "seed_audio", "referenceAudios", """["https://a.example/a","https://a.example/b","https://a.example/c","https://a.example/d"]""", "referenceAudios", "too_big" },
        { "speech_to_speech", "eleven_multilingual_sts_v2", "media", """{"type":"image","uri":"https://a.example/a.png"}""", "media.type", "invalid_union" },
        { "voice_dubbing", "eleven_voice_dubbing", "targetLang", "\"xx\"", "targetLang", "invalid_value" },
        { "voice_dubbing", "eleven_voice_dubbing", "numSpeakers", "1.5", "numSpeakers", "invalid_type" },
        { "voice_isolation", "eleven_voice_isolation", "audioUri", Quote(RunwayApi.Recording(4)), "audioUri", "too_small" },
        { "text_to_image", "gen4_image", "ratio", "\"1024:1023\"", "ratio", "invalid_value" },
        { "text_to_image", "gen4_image", "referenceImages", """[{"uri":"https://a.example/a.png","tag":"xy"}]""", "referenceImages.0.tag", "too_small" },
        { "text_to_image", "gen4_image", "referenceImages", """[{"uri":"https://a.example/a.png","tag":"Cat_1"}]""", "referenceImages.0.tag", "invalid_format" },
        { "text_to_image", "gen4_image", "referenceImages", """[{"tag":"cat"}]""", "referenceImages.0.uri", "invalid_type" },
        { "text_to_image", "gen4_image_turbo", "referenceImages", null, "referenceImages", "invalid_type" },
        { "text_to_image", "gen4_image_turbo", "referenceImages", "[]", "referenceImages", "too_small" },
        { "text_to_image", "gemini_image3_pro", "outputCount", "2", "outputCount", "invalid_value" },
        { "text_to_image", "gpt_image_2", "outputCount", "11", "outputCount", "too_big" },
        { "text_to_image", "gpt_image_2", "quality", "\"max\"", "quality", "invalid_value" },
        { "text_to_image", "gpt_image_2_5_flare", "background", "\"transparent\"", "background", "invalid_value" },
        { "text_to_image", "seedream5_lite", "ratio", "\"1024:1024\"", "ratio", "custom" },
        { "text_to_image", "seedream5_lite", "ratio", "\"wide\"", "ratio", "invalid_format" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_value_is_refused_with_its_issue(
        string endpoint, string model, string field, string? json, string path, string code)
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.PostAsync(endpoint, Bodies.Valid(endpoint, model).With(field, json));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await RunwayApi.ReadAsync(response);
        error.GetProperty("error").GetString().ShouldBe("Validation of body failed");
        error.GetProperty("docUrl").GetString().ShouldNotBeNullOrEmpty();
        var issue = error.GetProperty("issues").EnumerateArray().ShouldHaveSingleItem();
        issue.GetProperty("code").GetString().ShouldBe(code);
        string.Join('.', issue.GetProperty("path").EnumerateArray()).ShouldBe(path);
        issue.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        api.Simulators.Calls.Billed("runway").ShouldBe(0);
    }

    [Theory]
    [InlineData("image_to_video", "gen3a_turbo")]
    [InlineData("image_to_video", "veo3")]
    [InlineData("text_to_video", "gen4_turbo")]
    [InlineData("text_to_video", "aleph2")]
    [InlineData("text_to_image", "gen4_aleph")]
    [InlineData("image_to_video", "nonsense")]
    public async Task Model_without_an_arm_is_refused_by_the_discriminator(string endpoint, string model)
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.PostAsync(
            endpoint, new JsonObject { ["model"] = model, ["promptText"] = "x", ["ratio"] = "1280:720" });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var issue = (await RunwayApi.ReadAsync(response)).GetProperty("issues").EnumerateArray().ShouldHaveSingleItem();
        issue.GetRawText().ShouldBe(
            """{"code":"invalid_union","errors":[],"note":"No matching discriminator","discriminator":"model","path":["model"],"message":"Invalid input"}""");
    }

    [Fact]
    public async Task Empty_body_gives_the_captured_pair_of_issues()
    {
        await using var api = await RunwayApi.StartAsync();

        using var response = await api.PostAsync("image_to_video", new JsonObject());

        var issues = (await RunwayApi.ReadAsync(response)).GetProperty("issues").EnumerateArray().ToList();
        issues[0].GetRawText().ShouldBe(
            """{"expected":"string","code":"invalid_type","path":["model"],"message":"Invalid input: expected string, received undefined"}""");
        issues[1].GetProperty("note").GetString().ShouldBe("No matching discriminator");
        issues.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Every_wrong_field_gets_its_own_issue_in_the_words_of_the_vendor()
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid("text_to_video", "gen4.5").With("ratio", "\"16:9\"").With("duration", "11").With(
            "promptText", Repeat(1001));

        using var response = await api.PostAsync("text_to_video", body);

        var issues = (
            await RunwayApi.ReadAsync(response)).GetProperty("issues").EnumerateArray().Select(issue => issue.GetRawText()).ToList();
        issues.Count.ShouldBe(3);
        issues.ShouldContain("""{"code":"invalid_value","values":["1280:720","720:1280"],"path":["ratio"],"message":"Invalid option: expected one of \"1280:720\"|\"720:1280\""}""");
        issues.ShouldContain("""{"origin":"number","code":"too_big","maximum":10,"inclusive":true,"path":["duration"],"message":"Too big: expected number to be <=10"}""");
        issues.ShouldContain("""{"origin":"string","code":"too_big","maximum":1000,"inclusive":true,"path":["promptText"],"message":"Too big: expected string to have <=1000 characters"}""");
    }

    [Fact]
    public async Task Unknown_keys_are_ignored_where_the_vendor_does_not_refuse_them()
    {
        await using var api = await RunwayApi.StartAsync();

        await api.CreateAsync("image_to_video", Bodies.Valid("image_to_video", "gen4_turbo").With("interpolate", "true"));

        api.Simulators.Calls.Billed("runway").ShouldBe(1);
    }

    [Fact]
    public async Task Prompt_length_is_counted_in_utf16_units()
    {
        await using var api = await RunwayApi.StartAsync();
        var body = Bodies.Valid("image_to_video", "gen4_turbo");
        body["promptText"] = string.Concat(Enumerable.Repeat("🎨", 500));

        await api.CreateAsync("image_to_video", body);
        body["promptText"] = string.Concat(Enumerable.Repeat("🎨", 501));
        using var refused = await api.PostAsync("image_to_video", body);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
