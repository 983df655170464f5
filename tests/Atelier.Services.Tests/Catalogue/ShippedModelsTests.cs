using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Tests.Catalogue;

public sealed class ShippedModelsTests
{
    public static TheoryData<string> Ids => [.. ShippedCatalogue.Models.Select(model => model.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_smallest_input_is_completed_with_defaults_and_priced(string id)
    {
        var model = ShippedCatalogue.Model(id);

        var input = ShippedCatalogue.Valid(id, ShippedCatalogue.SmallestInput(model));

        var quote = ShippedCatalogue.Pricing.Quote(model, input, ShippedCatalogue.Media(90, model.Price?.LengthOf));
        quote.Error?.Message.ShouldBeNull();
        quote.Value!.HoldMicro.ShouldBePositive();
        quote.Value.ExpectedMicro.ShouldBeInRange(1, quote.Value.HoldMicro);
        model.PriceSource.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_was_validated_once_stays_valid_and_unchanged(string id)
    {
        var model = ShippedCatalogue.Model(id);
        var once = ShippedCatalogue.Valid(id, ShippedCatalogue.SmallestInput(model));

        ShippedCatalogue.Valid(id, once.GetRawText()).GetRawText().ShouldBe(once.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Words_for_people_are_there_and_media_rules_are_sensible(string id)
    {
        var model = ShippedCatalogue.Model(id);

        model.Name.ShouldNotBeEmpty();
        model.Description.ShouldEndWith(".");
        model.Provider.ShouldMatch("^[a-z]+$");
        (model.Status != ModelStatus.Active).ShouldBe(model.StatusNote is not null);
        foreach (var (name, rule) in model.MediaInputs)
        {
            name.ShouldBeOneOf(
                "image", "last_image", "mask", "video", "audio", "style_image", "background_reference", "light_reference", "reference_images",
                "reference_videos", "reference_audio", "keyframe_images", "character_video");
            rule.Class.ShouldBe(name.EndsWith("audio", StringComparison.Ordinal) ? "audio" : name.Contains("video", StringComparison.Ordinal) ? "video" : "image");
            rule.MaxBytes.ShouldBeInRange(1_000_000, 200_000_000);
            rule.MaxPixels.ShouldBeInRange(1_000_000, 64_000_000);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_enumerated_value_that_a_price_names_can_be_asked_for(string id)
    {
        var model = ShippedCatalogue.Model(id);
        foreach (var (name, value) in model.Price!.Rules.SelectMany(rule => rule.When))
        {
            var property = model.InputSchema.GetProperty("properties").GetProperty(name);
            if (property.TryGetProperty("enum", out var options))
            {
                options.EnumerateArray().Select(option => option.ToString()).ShouldContain(value);
            }
            else
            {
                property.GetProperty("type").GetString().ShouldBe("boolean");
            }
        }
    }

    [Fact]
    public void Videos_are_never_submitted_twice_and_everything_else_may_be()
    {
        foreach (var model in ShippedCatalogue.Models)
        {
            model.SubmitPolicy.ShouldBe(model.Modality == Modality.Video ? SubmitPolicy.AtMostOnce : SubmitPolicy.AtLeastOnce, model.Id);
        }
    }

    [Theory]
    [InlineData("stability/stable-video", "2025-07-24")]
    [InlineData("openai/dall-e-3", "2026-05-12")]
    [InlineData("openai/gpt-image-1", "2026-10-23")]
    [InlineData("openai/sora-2", "2026-09-24")]
    [InlineData("openai/sora-2-pro", "2026-09-24")]
    public void Retired_models_say_since_when_and_what_to_use_instead(string id, string since)
    {
        var model = ShippedCatalogue.Model(id);

        model.Status.ShouldBe(ModelStatus.Retired);
        model.StatusNote!.ShouldContain(since);
        ShippedCatalogue.Models.Count(other => other.Status == ModelStatus.Active && model.StatusNote!.Contains(other.Id, StringComparison.Ordinal))
            .ShouldBePositive();
    }

    [Theory]
    [InlineData("stability/sdxl", "stable-diffusion-xl-1024-v1-0", "v1")]
    [InlineData("stability/core", "core", "core")]
    [InlineData("stability/ultra", "ultra", "ultra")]
    [InlineData("stability/sd3.5-large", "sd3.5-large", "sd3")]
    [InlineData("stability/sd3.5-large-turbo", "sd3.5-large-turbo", "sd3")]
    [InlineData("stability/sd3.5-medium", "sd3.5-medium", "sd3")]
    [InlineData("stability/sd3.5-flash", "sd3.5-flash", "sd3")]
    [InlineData("stability/stable-video", "stable-video", "image-to-video")]
    [InlineData("stability/sdxl-masking", "stable-diffusion-xl-1024-v1-0", "v1-masking")]
    [InlineData("stability/relight", "replace-background-and-relight", "replace-background-and-relight")]
    [InlineData("stability/upscale-creative", "upscale-creative", "upscale-creative")]
    [InlineData("stability/style-transfer", "style-transfer", "control-style-transfer")]
    [InlineData("stability/stable-fast-3d", "stable-fast-3d", "stable-fast-3d")]
    [InlineData("stability/stable-audio-2.5-audio-to-audio", "stable-audio-2.5", "audio-to-audio")]
    [InlineData("stability/stable-audio-3", "stable-audio-3", "text-to-audio-3")]
    [InlineData("runway/gen4_turbo", "gen4_turbo", null)]
    [InlineData("runway/gen4.5", "gen4.5", null)]
    [InlineData("runway/gen4_image", "gen4_image", null)]
    [InlineData("runway/aleph2", "aleph2", "video_to_video")]
    [InlineData("runway/act_two", "act_two", "character_performance")]
    [InlineData("runway/seedance2_5-extend", "seedance2_5", "video_to_video")]
    [InlineData("runway/ruby", "ruby", "video_to_hdr")]
    [InlineData("runway/magnific_video_upscaler_creative", "magnific_video_upscaler_creative", "video_upscale")]
    [InlineData("runway/eleven_v3", "eleven_v3", null)]
    [InlineData("runway/eleven_multilingual_sts_v2", "eleven_multilingual_sts_v2", "speech_to_speech")]
    [InlineData("runway/eleven_voice_dubbing", "eleven_voice_dubbing", "voice_dubbing")]
    [InlineData("runway/eleven_voice_isolation", "eleven_voice_isolation", "voice_isolation")]
    [InlineData("openai/gpt-image-2", "gpt-image-2", "images")]
    [InlineData("openai/dall-e-3", "dall-e-3", "images")]
    [InlineData("aihubmix/stable-diffusion-3-5-large", "stability/Stable-Diffusion-3-5-Large", "predictions")]
    [InlineData("google/gemini-2.5-flash-image", "gemini-2.5-flash-image", "gemini")]
    [InlineData("google/gemini-3-pro-image", "gemini-3-pro-image-preview", "gemini")]
    [InlineData("google/veo-3.1", "veo-3.1-generate-preview", "videos")]
    [InlineData("google/veo-3.1-fast", "veo-3.1-fast-generate-preview", "videos")]
    [InlineData("openai/sora-2", "sora-2", "videos")]
    [InlineData("alibaba/wan2.6-t2v", "wan2.6-t2v", "videos")]
    [InlineData("alibaba/wan2.6-i2v", "wan2.6-i2v", "videos")]
    [InlineData("openai/gpt-5.4-mini", "gpt-5.4-mini", "chat")]
    [InlineData("openai/tts-1", "tts-1", "speech")]
    [InlineData("openai/whisper-1", "whisper-1", "transcription")]
    [InlineData("openai/whisper-1-translation", "whisper-1", "translation")]
    [InlineData("openai/text-embedding-3-small", "text-embedding-3-small", "embeddings")]
    [InlineData("doubao/seedance-2.0", "doubao-seedance-2-0-260128", "videos")]
    [InlineData("bfl/flux-2-pro", "bfl/flux-2-pro", "predictions")]
    [InlineData("alibaba/wan2.7-i2v", "wan2.7-i2v", "videos")]
    public void Models_reach_their_vendor_under_its_own_name(string id, string vendorModel, string? route)
    {
        var model = ShippedCatalogue.Model(id);

        (model.VendorModel, model.Route).ShouldBe((vendorModel, route));
    }

    // Read by hand from the vendors' pages; a slip in the file shows up here.
    [Theory]
    [InlineData("stability/sdxl", "cfg_scale", "maximum", "35")]
    [InlineData("stability/sdxl", "seed", "maximum", "4294967295")]
    [InlineData("stability/sdxl", "prompt", "maxLength", "2000")]
    [InlineData("stability/core", "seed", "maximum", "4294967294")]
    [InlineData("stability/core", "prompt", "maxLength", "10000")]
    [InlineData("stability/sd3.5-large-turbo", "cfg_scale", "default", "1")]
    [InlineData("stability/sd3.5-medium", "cfg_scale", "default", "4")]
    [InlineData("stability/stable-video", "motion_bucket_id", "maximum", "255")]
    [InlineData("stability/stable-video", "cfg_scale", "default", "1.8")]
    [InlineData("stability/sdxl-image-to-image", "steps", "maximum", "150")]
    [InlineData("stability/erase", "grow_mask", "default", "5")]
    [InlineData("stability/search-and-replace", "grow_mask", "default", "3")]
    [InlineData("stability/outpaint", "down", "maximum", "2000")]
    [InlineData("stability/remove-background", "image", "x-max-pixels", "4194304")]
    [InlineData("stability/relight", "preserve_original_subject", "default", "0.6")]
    [InlineData("stability/upscale-fast", "image", "x-min-side", "32")]
    [InlineData("stability/upscale-fast", "image", "x-max-side", "1536")]
    [InlineData("stability/outpaint", "image", "x-max-aspect", "2.5")]
    [InlineData("stability/control-style", "image", "x-max-aspect", "2.5")]
    [InlineData("stability/style-transfer", "image", "x-max-side", "16383")]
    [InlineData("stability/stable-audio-2-audio-to-audio", "audio", "x-max-seconds", "190")]
    [InlineData("stability/stable-audio-3-inpaint", "audio", "x-max-seconds", "380")]
    [InlineData("runway/gen4_turbo", "image", "x-max-aspect", "2")]
    [InlineData("runway/aleph2", "video", "x-max-seconds", "30")]
    [InlineData("runway/act_two", "video", "x-min-seconds", "3")]
    [InlineData("runway/act_two-from-video", "video", "x-max-seconds", "30")]
    [InlineData("runway/eleven_voice_isolation", "audio", "x-min-seconds", "4.6")]
    [InlineData("runway/seedance2_5", "reference_videos", "maxItems", "10")]
    [InlineData("runway/seedance2_5-from-video", "reference_videos", "maxItems", "9")]
    [InlineData("runway/hailuo3-from-video", "reference_videos", "maxItems", "2")]
    [InlineData("runway/grok_imagine_1_5", "reference_images", "maxItems", "7")]
    [InlineData("stability/upscale-conservative", "creativity", "minimum", "0.2")]
    [InlineData("stability/upscale-creative", "creativity", "minimum", "0.1")]
    [InlineData("stability/control-sketch", "control_strength", "default", "0.7")]
    [InlineData("stability/style-transfer", "change_strength", "minimum", "0.1")]
    [InlineData("stability/stable-fast-3d", "foreground_ratio", "maximum", "1")]
    [InlineData("stability/stable-fast-3d", "vertex_count", "minimum", "-1")]
    [InlineData("stability/stable-point-aware-3d", "foreground_ratio", "default", "1.3")]
    [InlineData("stability/stable-audio-2", "steps", "minimum", "30")]
    [InlineData("stability/stable-audio-2.5", "cfg_scale", "default", "1")]
    [InlineData("stability/stable-audio-2.5-audio-to-audio", "strength", "minimum", "0.01")]
    [InlineData("stability/stable-audio-3", "duration", "maximum", "380")]
    [InlineData("stability/stable-audio-3-inpaint", "mask_end", "default", "380")]
    [InlineData("runway/gen4_turbo", "duration", "maximum", "10")]
    [InlineData("runway/gen4_turbo", "prompt", "maxLength", "1000")]
    [InlineData("runway/seedance2", "prompt", "maxLength", "3500")]
    [InlineData("runway/seedance2_5", "duration", "maximum", "30")]
    [InlineData("runway/hailuo3", "duration", "minimum", "5")]
    [InlineData("runway/veo3.1", "duration", "enum", "[4,6,8]")]
    [InlineData("runway/act_two", "expressionIntensity", "maximum", "5")]
    [InlineData("runway/eleven_multilingual_v2", "text", "maxLength", "1000")]
    [InlineData("runway/eleven_v3", "speed", "maximum", "1.2")]
    [InlineData("runway/eleven_text_to_sound_v2", "duration", "minimum", "0.5")]
    [InlineData("runway/gpt_image_2", "count", "maximum", "10")]
    [InlineData("runway/gemini_image3_pro", "count", "enum", "[1,4]")]
    [InlineData("runway/seedance2_5-from-video", "prompt", "maxLength", "15000")]
    [InlineData("openai/gpt-image-2", "prompt", "maxLength", "32000")]
    [InlineData("openai/dall-e-3", "prompt", "maxLength", "4000")]
    [InlineData("openai/tts-1", "text", "maxLength", "4096")]
    [InlineData("openai/whisper-1", "audio", "x-max-bytes", "25000000")]
    [InlineData("openai/sora-2", "duration", "enum", "[4,8,12]")]
    [InlineData("alibaba/wan2.6-t2v", "duration", "enum", "[5,10]")]
    [InlineData("alibaba/wan2.7-t2v", "duration", "maximum", "15")]
    [InlineData("doubao/seedance-2.0", "duration", "minimum", "4")]
    [InlineData("doubao/seedance-2.0-fast", "resolution", "enum", "[\"480p\",\"720p\"]")]
    [InlineData("doubao/seedance-1.0-pro", "duration", "maximum", "12")]
    [InlineData("openai/sora-2-pro", "duration", "enum", "[4,8,12,16,20]")]
    [InlineData("openai/text-embedding-3-large", "dimensions", "maximum", "3072")]
    [InlineData("openai/text-embedding-3-large", "input", "maxItems", "2048")]
    public void Limits_are_those_of_the_vendors_pages(string id, string property, string keyword, string value)
    {
        var schema = ShippedCatalogue.Model(id).InputSchema.GetProperty("properties").GetProperty(property);

        JsonSerializer.Serialize(schema.GetProperty(keyword)).ShouldBe(value);
    }
}
