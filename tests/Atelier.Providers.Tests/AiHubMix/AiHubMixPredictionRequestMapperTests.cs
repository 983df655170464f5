using Atelier.Clients.AiHubMix;
using Atelier.Providers.AiHubMix;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixPredictionRequestMapperTests
{
    [Fact]
    public void Stability_by_proxy_takes_our_names_and_passes_its_own_on()
    {
        var mapped = Map(AiHubMixInputs.Of(
            "stability/Stable-Diffusion-3-5-Large",
            """{"prompt":"a boat","negative_prompt":"rain","count":2,"seed":7,"aspect_ratio":"16:9","format":"webp","cfg_scale":4.5}"""));

        (mapped with { AdditionalFields = null }).ShouldBe(new PredictionInput
        {
            Prompt = "a boat",
            NegativePrompt = "rain",
            N = 2,
            Seed = 7,
            AspectRatio = "16:9",
            OutputFormat = "webp",
        });
        mapped.AdditionalFields.ShouldNotBeNull().ShouldHaveSingleItem().Key.ShouldBe("cfg_scale");
        mapped.AdditionalFields["cfg_scale"].GetDouble().ShouldBe(4.5);
    }

    [Fact]
    public void Nothing_is_added_that_was_not_asked_for() =>
        Map(AiHubMixInputs.Of("stability/Stable-Diffusion-3-5-Large", """{"prompt":"a boat"}""")).ShouldBe(new PredictionInput { Prompt = "a boat" });

    [Theory]
    [InlineData("openai/gpt-image-2")]
    [InlineData("doubao/doubao-seedream-4-0")]
    [InlineData("qianfan/qwen-image-edit")]
    public void Most_vendors_take_one_picture_as_image(string model) =>
        Map(AiHubMixInputs.WithPictures(model, """{"prompt":"p"}""", "image"))
            .ShouldBe(new PredictionInput { Prompt = "p", Image = AiHubMixInputs.Picture });

    [Fact]
    public void Flux_takes_the_picture_and_the_pixels_under_names_of_its_own() =>
        Map(AiHubMixInputs.WithPictures("bfl/flux-2-pro", """{"prompt":"p","size":"1024x768"}""", "image"))
            .ShouldBe(new PredictionInput { Prompt = "p", InputImage = AiHubMixInputs.Picture, Width = 1024, Height = 768 });

    [Fact]
    public void Bailian_takes_a_list_of_pictures_and_writes_sizes_with_a_star()
    {
        var mapped = Map(AiHubMixInputs.WithPictures("bailian/wan2.7-image", """{"prompt":"p","size":"1024x768"}""", "image", "image"));

        mapped.Images.ShouldBe([AiHubMixInputs.Picture, AiHubMixInputs.Picture]);
        mapped.Size.ShouldBe("1024*768");
    }

    [Fact]
    public void Imagen_keeps_the_names_of_its_own_interface()
    {
        var fields = Map(AiHubMixInputs.Of("google/imagen-4.0", """{"prompt":"p","count":2,"aspect_ratio":"4:3"}""")).AdditionalFields.ShouldNotBeNull();

        fields["numberOfImages"].GetInt32().ShouldBe(2);
        fields["aspectRatio"].GetString().ShouldBe("4:3");
        fields.Count.ShouldBe(2);
    }

    [Fact]
    public void Ideogram_writes_ratios_with_an_x() =>
        Map(AiHubMixInputs.Of("ideogram/V3", """{"prompt":"p","aspect_ratio":"2:1"}""")).AspectRatio.ShouldBe("2x1");

    [Theory]
    [InlineData("stability/Stable-Diffusion-3-5-Large", """{"prompt":"p","size":"1024x1024"}""", "size")]
    [InlineData("stability/Stable-Diffusion-3-5-Large", """{"prompt":"p","style":"anime"}""", "style")]
    [InlineData("doubao/doubao-seedream-4-0", """{"prompt":"p","aspect_ratio":"16:9"}""", "aspect_ratio")]
    [InlineData("doubao/doubao-seedream-4-0", """{"prompt":"p","format":"png"}""", "format")]
    [InlineData("google/imagen-4.0", """{"prompt":"p","size":"1024x1024"}""", "size")]
    public void Our_names_that_mean_nothing_to_the_model_are_refused_and_not_passed_on(string model, string json, string field) =>
        AiHubMixInputs.ShouldRefuse(() => Map(AiHubMixInputs.Of(model, json)), field);

    [Theory]
    [InlineData("stability/Stable-Diffusion-3-5-Large", "mask")]
    [InlineData("ideogram/V3", "image")]
    [InlineData("bfl/flux-2-pro", "own_reference")]
    public void Media_are_never_passed_on_as_our_references(string model, string name) =>
        AiHubMixInputs.ShouldRefuse(() => Map(AiHubMixInputs.WithPictures(model, """{"prompt":"p"}""", name)), name);

    [Fact]
    public void One_picture_too_many_is_refused() =>
        AiHubMixInputs.ShouldRefuse(() => Map(AiHubMixInputs.WithPictures("bfl/flux-2-pro", """{"prompt":"p"}""", "image", "image")), "image");

    [Fact]
    public void Several_pictures_for_seedream_go_as_a_list_under_the_same_name()
    {
        var input = Map(AiHubMixInputs.WithPictures(
            "doubao/doubao-seedream-4-0", """{"prompt":"p","watermark":false}""", "image", "image"));

        input.Image.ShouldBeNull();
        var rest = input.AdditionalFields.ShouldNotBeNull();
        rest["image"].EnumerateArray().Select(item => item.GetString()).ShouldBe([AiHubMixInputs.Picture, AiHubMixInputs.Picture]);
        input.Watermark.ShouldBe(false);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Seedream_is_told_of_its_tool_when_it_may_search(string flag, bool isTold)
    {
        var rest = Map(AiHubMixInputs.Of("doubao/doubao-seedream-5.0-lite", $$"""{"prompt":"p","web_search":{{flag}}}""")).AdditionalFields;

        (rest?["tools"].GetRawText()).ShouldBe(isTold ? """[{"type":"web_search"}]""" : null);
        rest?.ContainsKey("web_search").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"prompt":"p","sequential_image_generation":"auto","count":4}""", null, 4)]
    [InlineData("""{"prompt":"p","sequential_image_generation":"auto"}""", null, 1)]
    [InlineData("""{"prompt":"p","sequential_image_generation":"disabled","count":4}""", 4, null)]
    public void A_series_of_seedream_is_never_longer_than_the_count_that_was_paid_for(string json, int? n, int? most)
    {
        var input = Map(AiHubMixInputs.Of("doubao/doubao-seedream-4-0", json));

        (input.N, input.SequentialImageGenerationOptions?.MaxImages).ShouldBe((n, most));
        input.AdditionalFields.ShouldBeNull();
    }

    [Fact]
    public void The_length_of_a_series_cannot_be_set_past_the_count() => AiHubMixInputs.ShouldRefuse(
        () => Map(AiHubMixInputs.Of("doubao/doubao-seedream-4-0", """{"prompt":"p","sequential_image_generation_options":{"max_images":15}}""")),
        "sequential_image_generation_options");

    [Theory]
    [InlineData("qianfan/qwen-image-edit", true)]
    [InlineData("qianfan/ernie-irag-edit", false)]
    public void Baidus_own_models_name_the_picture_otherwise(string model, bool isImage)
    {
        var input = Map(AiHubMixInputs.WithPictures(model, """{"prompt":"p","guidance":7.5}""", "image"));

        (input.Image, input.ReferImage).ShouldBe(isImage ? (AiHubMixInputs.Picture, (string?)null) : (null, AiHubMixInputs.Picture));
        input.Guidance.ShouldBe(7.5);
    }

    [Fact]
    public void The_switches_of_alibabas_models_are_said_in_its_words()
    {
        var input = Map(AiHubMixInputs.WithPictures(
            "bailian/wan2.7-image", """{"prompt":"p","size":"1280x720","watermark":true,"prompt_extend":false,"thinking_mode":true}""", "image", "image"));

        (input.Size, input.Watermark, input.PromptExtend, input.ThinkingMode).ShouldBe(("1280*720", true, false, true));
        input.Images.ShouldBe([AiHubMixInputs.Picture, AiHubMixInputs.Picture]);
    }

    private static PredictionInput Map(AiHubMixInput input) => AiHubMixPredictionRequestMapper.Map(input).Input;
}
