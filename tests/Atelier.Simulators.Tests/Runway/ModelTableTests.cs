namespace Atelier.Simulators.Tests.Runway;

/// <summary>Every model of every endpoint takes its smallest body, at the price of the vendor's guide.</summary>
public sealed class ModelTableTests
{
    [Theory]
    [InlineData("image_to_video", "gen4_turbo", 50)]
    [InlineData("image_to_video", "gen4.5", 60)]
    [InlineData("image_to_video", "veo3.1", 320)]
    [InlineData("image_to_video", "veo3.1_fast", 120)]
    [InlineData("image_to_video", "hailuo3", 50)]
    [InlineData("image_to_video", "happyhorse_1_0", 75)]
    [InlineData("image_to_video", "seedance2", 180)]
    [InlineData("image_to_video", "seedance2_fast", 145)]
    [InlineData("image_to_video", "seedance2_mini", 80)]
    [InlineData("image_to_video", "seedance2_5", 150)]
    [InlineData("image_to_video", "grok_imagine_1_5", 80)]
    [InlineData("image_to_video", "gemini_omni_flash", 50)]
    [InlineData("image_to_video", "gemini_omni_flash_1.1", 75)]
    [InlineData("image_to_video", "wan3", 75)]
    [InlineData("image_to_video", "wan3_prime", 75)]
    [InlineData("image_to_video", "h3_max", 75)]
    [InlineData("text_to_video", "gen4.5", 60)]
    [InlineData("text_to_video", "veo3.1", 320)]
    [InlineData("text_to_video", "veo3.1_fast", 120)]
    [InlineData("text_to_video", "hailuo3", 50)]
    [InlineData("text_to_video", "happyhorse_1_0", 75)]
    [InlineData("text_to_video", "seedance2", 180)]
    [InlineData("text_to_video", "seedance2_fast", 145)]
    [InlineData("text_to_video", "seedance2_mini", 80)]
    [InlineData("text_to_video", "seedance2_5", 150)]
    [InlineData("text_to_video", "grok_imagine_1_5", 80)]
    [InlineData("text_to_video", "gemini_omni_flash", 50)]
    [InlineData("text_to_video", "gemini_omni_flash_1.1", 75)]
    [InlineData("text_to_video", "wan3", 75)]
    [InlineData("text_to_video", "wan3_prime", 75)]
    [InlineData("text_to_video", "h3_max", 75)]
    [InlineData("text_to_image", "gen4_image", 8)]
    [InlineData("text_to_image", "gen4_image_turbo", 2)]
    [InlineData("text_to_image", "gemini_2.5_flash", 5)]
    [InlineData("text_to_image", "gemini_image3_pro", 20)]
    [InlineData("text_to_image", "gemini_image3.1_flash", 5)]
    [InlineData("text_to_image", "gpt_image_2", 20)]
    [InlineData("text_to_image", "gpt_image_2_5_flare", 20)]
    [InlineData("text_to_image", "gpt_image_2_5_sunburst", 20)]
    [InlineData("text_to_image", "seedream5_pro", 5)]
    [InlineData("text_to_image", "seedream5_lite", 4)]
    [InlineData("text_to_image", "grok_imagine_image_2", 6)]
    [InlineData("text_to_image", "muse_image", 1)]
    [InlineData("video_to_video", "aleph2", 112)]
    [InlineData("video_to_video", "hailuo3", 50)]
    [InlineData("video_to_video", "seedance2", 180)]
    [InlineData("video_to_video", "seedance2_fast", 145)]
    [InlineData("video_to_video", "seedance2_mini", 80)]
    [InlineData("video_to_video", "seedance2_5", 150)]
    [InlineData("video_to_video", "gemini_omni_flash", 44)]
    [InlineData("video_to_video", "gemini_omni_flash_1.1", 75)]
    [InlineData("character_performance", "act_two", 20)]
    [InlineData("video_upscale", "magnific_video_upscaler_creative", 87)]
    [InlineData("video_upscale", "enhance_frame_rate", 60)]
    [InlineData("video_to_hdr", "ruby", 80)]
    [InlineData("image_upscale", "magnific_precision_upscaler_v2", 5)]
    [InlineData("text_to_speech", "eleven_multilingual_v2", 3)]
    [InlineData("text_to_speech", "eleven_v3", 3)]
    [InlineData("text_to_speech", "seed_audio", 5)]
    [InlineData("sound_effect", "eleven_text_to_sound_v2", 2)]
    [InlineData("sound_effect", "seed_audio", 5)]
    [InlineData("speech_to_speech", "eleven_multilingual_sts_v2", 3)]
    [InlineData("voice_dubbing", "eleven_voice_dubbing", 4)]
    [InlineData("voice_isolation", "eleven_voice_isolation", 2)]
    public async Task Smallest_body_is_accepted_at_the_published_price(string endpoint, string model, int credits)
    {
        await using var api = await RunwayApi.StartAsync();

        var created = await api.CreateAsync(endpoint, Bodies.Valid(endpoint, model));

        Guid.TryParseExact(created.Id, "D", out _).ShouldBeTrue();
        created.Credits.ShouldBe(credits);
        (await api.BalanceAsync()).ShouldBe(1_000_000 - credits);
    }

    [Theory]
    [InlineData("text_to_video", "veo3.1", "audio", "false", 160)]
    [InlineData("text_to_video", "veo3.1_fast", "audio", "false", 80)]
    [InlineData("text_to_video", "hailuo3", "resolution", "\"2k\"", 75)]
    [InlineData("text_to_video", "happyhorse_1_0", "ratio", "\"1920:1080\"", 150)]
    [InlineData("text_to_video", "seedance2", "ratio", "\"3840:2160\"", 750)]
    [InlineData("text_to_video", "seedance2", "ratio", "\"1920:1080\"", 200)]
    [InlineData("text_to_video", "seedance2_mini", "duration", "4", 64)]
    [InlineData("text_to_video", "seedance2_5", "ratio", "\"640:640\"", 100)]
    [InlineData("text_to_video", "grok_imagine_1_5", "resolution", "\"1080p\"", 145)]
    [InlineData("text_to_video", "gen4.5", "outputFormat", "\"prores\"", 85)]
    [InlineData("text_to_video", "gen4.5", "outputFormat", "\"hdr10\"", 160)]
    [InlineData("text_to_image", "gen4_image", "ratio", "\"720:720\"", 5)]
    [InlineData("video_upscale", "magnific_video_upscaler_creative", "resolution", "\"4k\"", 116)]
    [InlineData("video_upscale", "magnific_video_upscaler_creative", "resolution", "\"720p\"", 68)]
    [InlineData("video_to_video", "aleph2", "outputFormat", "\"prores\"", 132)]
    [InlineData("sound_effect", "eleven_text_to_sound_v2", "duration", "2.5", 1)]
    [InlineData("text_to_image", "gemini_image3_pro", "outputCount", "4", 80)]
    [InlineData("text_to_image", "gpt_image_2", "quality", "\"low\"", 1)]
    [InlineData("text_to_image", "gpt_image_2", "ratio", "\"3840:2160\"", 41)]
    public async Task Price_follows_what_is_ordered(string endpoint, string model, string field, string value, int credits)
    {
        await using var api = await RunwayApi.StartAsync();

        (await api.CreateAsync(endpoint, Bodies.Valid(endpoint, model).With(field, value))).Credits.ShouldBe(credits);
    }
}
