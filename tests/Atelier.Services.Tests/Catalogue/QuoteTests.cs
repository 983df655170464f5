using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;

namespace Atelier.Services.Tests.Catalogue;

public sealed class QuoteTests
{
    // Vendors' list prices, 1 credit = 0.01 USD.
    [Theory]
    [InlineData("stability/sdxl", """{"prompt":"x"}""", 0.9)]
    [InlineData("stability/sdxl", """{"prompt":"x","steps":20,"count":3}""", 2.7)]
    [InlineData("stability/sdxl", """{"prompt":"x","steps":50}""", 1.5)]
    [InlineData("stability/core", """{"prompt":"x"}""", 3)]
    [InlineData("stability/ultra", """{"prompt":"x"}""", 8)]
    [InlineData("stability/sd3.5-large", """{"prompt":"x"}""", 6.5)]
    [InlineData("stability/sd3.5-large-turbo", """{"prompt":"x"}""", 4)]
    [InlineData("stability/sd3.5-medium", """{"prompt":"x"}""", 3.5)]
    [InlineData("stability/sd3.5-flash", """{"prompt":"x"}""", 2.5)]
    [InlineData("stability/sdxl-image-to-image", """{"prompt":"x","image":"upl_01jd0000000000000000000000","steps":60,"count":2}""", 3.6)]
    [InlineData("stability/erase", """{"image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/inpaint", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/outpaint", """{"image":"upl_01jd0000000000000000000000","left":10}""", 4)]
    [InlineData("stability/search-and-replace", """{"prompt":"x","search_prompt":"y","image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/search-and-recolor", """{"prompt":"x","select_prompt":"y","image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/remove-background", """{"image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/relight", """{"image":"upl_01jd0000000000000000000000","background_prompt":"x"}""", 8)]
    [InlineData("stability/upscale-fast", """{"image":"upl_01jd0000000000000000000000"}""", 2)]
    [InlineData("stability/upscale-conservative", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", 40)]
    [InlineData("stability/upscale-creative", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", 60)]
    [InlineData("stability/control-sketch", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/control-structure", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/control-style", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", 5)]
    [InlineData("stability/style-transfer", """{"image":"upl_01jd0000000000000000000000","style_image":"upl_01jd0000000000000000000000"}""", 8)]
    [InlineData("stability/stable-fast-3d", """{"image":"upl_01jd0000000000000000000000"}""", 10)]
    [InlineData("stability/stable-point-aware-3d", """{"image":"upl_01jd0000000000000000000000"}""", 4)]
    [InlineData("stability/stable-audio-2", """{"prompt":"x"}""", 20)]
    [InlineData("stability/stable-audio-2", """{"prompt":"x","steps":100}""", 23)]
    [InlineData("stability/stable-audio-2", """{"prompt":"x","steps":31}""", 18.86)]
    [InlineData("stability/stable-audio-2.5", """{"prompt":"x","steps":4}""", 20)]
    [InlineData("stability/stable-audio-3", """{"prompt":"x"}""", 26)]
    [InlineData("runway/gen4_turbo", """{"image":"upl_01jd0000000000000000000000"}""", 25)]
    [InlineData("runway/gen4.5", """{"prompt":"x","duration":10}""", 120)]
    [InlineData("runway/veo3.1", """{"prompt":"x","duration":4}""", 160)]
    [InlineData("runway/veo3.1", """{"prompt":"x","duration":4,"audio":false}""", 80)]
    [InlineData("runway/veo3.1_fast", """{"prompt":"x","duration":4}""", 60)]
    [InlineData("runway/seedance2", """{"prompt":"x","duration":4}""", 144)]
    [InlineData("runway/seedance2", """{"prompt":"x","duration":4,"size":"1920x1080"}""", 160)]
    [InlineData("runway/seedance2", """{"prompt":"x","duration":4,"size":"3840x2160"}""", 600)]
    [InlineData("runway/seedance2_mini", """{"prompt":"x","duration":4}""", 64)]
    [InlineData("runway/seedance2_5", """{"prompt":"x","duration":4,"size":"640x640"}""", 80)]
    [InlineData("runway/seedance2_5", """{"prompt":"x","duration":4}""", 120)]
    [InlineData("runway/hailuo3", """{"prompt":"x","resolution":"2k"}""", 75)]
    [InlineData("runway/hailuo3", """{"prompt":"x","reference_images":["upl_01jd0000000000000000000000","upl_01jd0000000000000000000001"]}""", 54)]
    [InlineData("runway/grok_imagine_image_2", """{"prompt":"x","count":2,"reference_images":["upl_01jd0000000000000000000000"]}""", 13)]
    [InlineData("runway/grok_imagine_image_2", """{"prompt":"x","quality":"low","ratio":"auto_2k"}""", 6)]
    [InlineData("runway/seedream5_pro", """{"prompt":"x","ratio":"auto_2k"}""", 9)]
    [InlineData("runway/gen4.5", """{"prompt":"x","format":"png_sequence"}""", 85)]
    [InlineData("runway/gen4.5", """{"prompt":"x","format":"hdr_exr_sequence"}""", 160)]
    [InlineData("runway/happyhorse_1_0", """{"prompt":"xy","duration":3}""", 45)]
    [InlineData("runway/happyhorse_1_0", """{"prompt":"xy","duration":3,"size":"1440x1440"}""", 90)]
    [InlineData("runway/happyhorse_1_0", """{"prompt":"xy","duration":3,"image":"upl_01jd0000000000000000000000"}""", 45)]
    [InlineData("runway/grok_imagine_1_5", """{"prompt":"x","duration":1}""", 16)]
    [InlineData("runway/gen4_image", """{"prompt":"x"}""", 5)]
    [InlineData("runway/gen4_image", """{"prompt":"x","size":"1920x1080"}""", 8)]
    [InlineData("openai/gpt-image-2", """{"prompt":"x"}""", 5.3)]
    [InlineData("openai/gpt-image-2", """{"prompt":"x","quality":"high","size":"1024x1536","count":2}""", 33)]
    [InlineData("openai/gpt-image-1.5", """{"prompt":"x","quality":"low","size":"1536x1024"}""", 1.3)]
    [InlineData("openai/gpt-image-1.5", """{"prompt":"x","image":["upl_01jd0000000000000000000000"],"input_fidelity":"high"}""", 8.4)]
    [InlineData("openai/gpt-image-1.5", """{"prompt":"x","image":["upl_01jd0000000000000000000000"],"input_fidelity":"low"}""", 3.4)]
    [InlineData("google/gemini-2.5-flash-image", """{"prompt":"x"}""", 3.9)]
    [InlineData("google/gemini-3-pro-image", """{"prompt":"x"}""", 13.4)]
    [InlineData("google/gemini-3-pro-image", """{"prompt":"x","size":"4K"}""", 24)]
    [InlineData("doubao/seedream-4.0", """{"prompt":"x","sequential_image_generation":"auto","count":4}""", 12)]
    [InlineData("openai/dall-e-3", """{"prompt":"x"}""", 4)]
    [InlineData("openai/dall-e-3", """{"prompt":"x","quality":"hd","size":"1792x1024"}""", 12)]
    [InlineData("openai/sora-2", """{"prompt":"x"}""", 40)]
    [InlineData("alibaba/wan2.6-t2v", """{"prompt":"x","size":"1920x1080"}""", 75)]
    [InlineData("openai/tts-1", """{"text":"1234567890"}""", 0.015)]
    [InlineData("openai/tts-1-hd", """{"text":"1234567890"}""", 0.03)]
    public void Models_cost_their_vendors_list_price(string model, string input, double credits)
    {
        var quote = ShippedCatalogue.Quote(model, input).Value!;

        MicroCredits.ToCredits(quote.HoldMicro).ShouldBe((decimal)credits);
        quote.ExpectedMicro.ShouldBe(quote.HoldMicro);
    }

    [Theory]
    [InlineData(60, 0.6)]
    [InlineData(59.2, 0.6)]
    [InlineData(60.001, 0.61)]
    [InlineData(90, 0.9)]
    [InlineData(0.2, 0.01)]
    public void Recordings_are_charged_by_the_started_second(double seconds, double credits)
    {
        var quote = ShippedCatalogue.Quote("openai/whisper-1", """{"audio":"upl_01jd0000000000000000000000"}""", seconds).Value!;

        MicroCredits.ToCredits(quote.HoldMicro).ShouldBe((decimal)credits);
    }

    [Fact]
    public void Only_the_input_that_is_named_counts_where_one_is()
    {
        const string model = "runway/act_two-from-video";
        var input = ShippedCatalogue.Valid(
            model, """{"character_video":"upl_01jd0000000000000000000000","video":"upl_01jd0000000000000000000000"}""");
        var media = new Dictionary<string, IReadOnlyList<Upload>>
        {
            ["character_video"] = [ShippedCatalogue.Upload("video/mp4", 60)],
            ["video"] = [ShippedCatalogue.Upload("video/mp4", 10)],
        };

        var quote = ShippedCatalogue.Pricing.Quote(ShippedCatalogue.Model(model), input, media).Value!;

        MicroCredits.ToCredits(quote.HoldMicro).ShouldBe(50);
        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, null, 1).ShouldBe(quote.HoldMicro);
    }

    [Theory]
    [InlineData(7.2, 210)]
    [InlineData(7.5, 240)]
    [InlineData(1.0, 80)]
    [InlineData(30.04, 900)]
    [InlineData(95.0, 900)]
    [InlineData(null, 900)]
    [InlineData(-1.0, 900)]
    [InlineData(double.NaN, 900)]
    public void A_video_of_its_own_length_is_held_for_the_longest_and_charged_by_what_came(double? seconds, int credits)
    {
        var quote = ShippedCatalogue.Quote("runway/seedance2_5-edit", """{"video":"upl_01jd0000000000000000000000","prompt":"bluer"}""").Value!;

        MicroCredits.ToCredits(quote.HoldMicro).ShouldBe(900);
        var usage = seconds is null ? null : new ProviderUsage { Seconds = seconds };
        MicroCredits.ToCredits(ShippedCatalogue.Pricing.Charge(quote.FrozenRule, usage, 1)).ShouldBe(credits);
        ShippedCatalogue.Pricing.EstimateCost(quote.FrozenRule, usage, 1).ShouldBe(credits * 10_000);
    }

    [Fact]
    public void Items_are_charged_once_however_many_pictures_come()
    {
        var quote = ShippedCatalogue.Quote(
            "runway/grok_imagine_image_2",
            """{"prompt":"x","count":4,"reference_images":["upl_01jd0000000000000000000000","upl_01jd0000000000000000000001"]}""").Value!;

        MicroCredits.ToCredits(quote.HoldMicro).ShouldBe(26);
        MicroCredits.ToCredits(ShippedCatalogue.Pricing.Charge(quote.FrozenRule, null, 1)).ShouldBe(8);
    }

    [Fact]
    public void A_recording_of_unknown_length_is_refused()
    {
        var quote = ShippedCatalogue.Quote("openai/whisper-1", """{"audio":"upl_01jd0000000000000000000000"}""");

        quote.Error!.Code.ShouldBe("audio_length_unknown");
        quote.Error.Field.ShouldBe("input.audio");
    }

    [Fact]
    public void Characters_are_counted_as_Unicode_scalar_values()
    {
        var quote = ShippedCatalogue.Quote("openai/tts-1", """{"text":"😀😀"}""").Value!;

        quote.HoldMicro.ShouldBe(3_000);
    }

    [Fact]
    public void Pictures_that_were_not_delivered_are_not_charged()
    {
        var quote = ShippedCatalogue.Quote("stability/sdxl", """{"prompt":"x","count":4}""").Value!;

        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, null, 3).ShouldBe(2_700_000);
        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, null, 4).ShouldBe(quote.HoldMicro);
        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, null, 9).ShouldBe(quote.HoldMicro);
        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, null, 0).ShouldBe(0);
    }

    [Fact]
    public void Chat_is_held_for_the_longest_answer_and_charged_by_use()
    {
        var quote = ShippedCatalogue.Quote(
            "openai/gpt-5.4-mini", """{"messages":[{"role":"user","content":"hello"}],"max_completion_tokens":1000}""").Value!;

        quote.HoldMicro.ShouldBeGreaterThan(450_000);
        quote.ExpectedMicro.ShouldBeLessThan(quote.HoldMicro);
        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, new ProviderUsage { InputTokens = 8, OutputTokens = 100 }, 1).ShouldBe(45_600);
        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, null, 1).ShouldBe(quote.ExpectedMicro);
        ShippedCatalogue.Pricing.Charge(quote.FrozenRule, new ProviderUsage { InputTokens = 8, OutputTokens = long.MaxValue }, 1).ShouldBe(quote.HoldMicro);
    }

    [Fact]
    public void A_picture_in_a_chat_is_held_by_its_pixels_and_not_by_the_length_of_its_data()
    {
        var picture = $"data:image/png;base64,{new string('A', 400_000)}";
        var quote = ShippedCatalogue.Quote(
            "openai/gpt-5.4-mini",
            $$$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{{picture}}}"}}]}],"max_completion_tokens":1}""").Value!;

        quote.HoldMicro.ShouldBeInRange(75 * 4_000, 75 * 4_200);
    }

    [Fact]
    public void An_unpriced_model_is_refused()
    {
        var model = ShippedCatalogue.Model("stability/core") with { Price = null };

        ShippedCatalogue.Pricing.Quote(model, ShippedCatalogue.Json("""{"prompt":"x"}"""), ShippedCatalogue.Media(null)).Error!.Code.ShouldBe("model_unpriced");
    }

    [Fact]
    public void The_price_version_changes_with_the_price_and_with_nothing_else()
    {
        var other = Services.Catalogue.CatalogueLoader.Load("""{"models":[{"id":"stability/core","name":"Renamed","price":{"rules":[{"credits":3.5}]}},{"id":"stability/ultra","name":"Renamed"}]}""", "test");

        other.Single(model => model.Id == "stability/core").Price!.Version.ShouldNotBe(ShippedCatalogue.Model("stability/core").Price!.Version);
        other.Single(model => model.Id == "stability/ultra").Price!.Version.ShouldBe(ShippedCatalogue.Model("stability/ultra").Price!.Version);
    }
}
