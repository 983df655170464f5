using Atelier.Clients.AiHubMix;
using Atelier.Providers.AiHubMix;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixImageRequestMapperTests
{
    [Fact]
    public void A_gpt_picture_is_asked_for_in_the_vendors_words() =>
        Create("gpt-image-2", """{"prompt":"a boat","size":"1536x1024","quality":"low","count":3,"format":"jpg","background":"opaque","moderation":"low","output_compression":80}""")
            .ShouldBe(new CreateImageRequest
            {
                Model = "gpt-image-2",
                Prompt = "a boat",
                Size = "1536x1024",
                Quality = "low",
                N = 3,
                OutputFormat = "jpeg",
                OutputCompression = 80,
                Background = "opaque",
                Moderation = "low",
            });

    [Fact]
    public void A_dall_e_picture_comes_inside_the_answer() =>
        Create("dall-e-3", """{"prompt":"a boat","size":"1792x1024","quality":"hd","style":"natural","count":1,"format":"png"}""")
            .ShouldBe(new CreateImageRequest
            {
                Model = "dall-e-3",
                Prompt = "a boat",
                Size = "1792x1024",
                Quality = "hd",
                Style = "natural",
                ResponseFormat = "b64_json",
            });

    [Theory]
    [InlineData("gpt-image-1.5", "3:2", "1536x1024")]
    [InlineData("gpt-image-2", "16:9", "1536x864")]
    [InlineData("dall-e-3", "9:16", "1024x1792")]
    [InlineData("qwen-image-2.0", "3:4", "768x1024")]
    public void An_aspect_ratio_becomes_pixels_of_the_family(string model, string ratio, string size) =>
        Create(model, $$"""{"prompt":"p","aspect_ratio":"{{ratio}}"}""").Size.ShouldBe(size);

    [Theory]
    [InlineData("gpt-image-2", """{"prompt":"p","negative_prompt":"x"}""", "negative_prompt")]
    [InlineData("gpt-image-2", """{"prompt":"p","seed":1}""", "seed")]
    [InlineData("gpt-image-2", """{"prompt":"p","style":"vivid"}""", "style")]
    [InlineData("gpt-image-2", """{"prompt":"p","no_such_parameter":1}""", "no_such_parameter")]
    [InlineData("gpt-image-2", """{"prompt":"p","size":"1024x1024","aspect_ratio":"1:1"}""", "aspect_ratio")]
    [InlineData("gpt-image-1", """{"prompt":"p","aspect_ratio":"16:9"}""", "aspect_ratio")]
    [InlineData("gpt-image-2", """{"prompt":"p","count":"two"}""", "count")]
    [InlineData("gpt-image-2", """{}""", "prompt")]
    [InlineData("dall-e-3", """{"prompt":"p","count":2}""", "count")]
    [InlineData("dall-e-3", """{"prompt":"p","format":"webp"}""", "format")]
    [InlineData("dall-e-3", """{"prompt":"p","background":"opaque"}""", "background")]
    [InlineData("qwen-image-2.0", """{"prompt":"p","style":"vivid"}""", "style")]
    public void What_the_model_cannot_be_told_is_refused_by_name(string model, string json, string field) =>
        AiHubMixInputs.ShouldRefuse(() => Create(model, json), field);

    [Fact]
    public void An_edit_carries_its_pictures_as_files_in_order()
    {
        var input = AiHubMixInputs.WithPictures("gpt-image-2", """{"prompt":"add a hat","size":"1024x1024","input_fidelity":"high"}""", "image", "image", "mask");

        var request = AiHubMixImageRequestMapper.MapEdit(input);

        request.Images.Count.ShouldBe(2);
        request.Mask.ShouldNotBeNull().FileName.ShouldBe("mask.png");
        (request.Prompt, request.Size, request.InputFidelity).ShouldBe(("add a hat", "1024x1024", "high"));
    }

    [Fact]
    public void Moderation_cannot_be_chosen_together_with_a_picture() => AiHubMixInputs.ShouldRefuse(
        () => AiHubMixImageRequestMapper.MapEdit(AiHubMixInputs.WithPictures("gpt-image-2", """{"prompt":"p","moderation":"low"}""", "image")), "moderation");

    [Fact]
    public void A_mask_without_a_picture_is_refused() => AiHubMixInputs.ShouldRefuse(
        () => AiHubMixImageRequestMapper.MapEdit(AiHubMixInputs.WithPictures("gpt-image-2", """{"prompt":"p"}""", "mask")), "mask");

    [Fact]
    public void A_model_that_takes_no_pictures_refuses_them() => AiHubMixInputs.ShouldRefuse(
        () => AiHubMixImageRequestMapper.MapEdit(AiHubMixInputs.WithPictures("dall-e-3", """{"prompt":"p"}""", "image")), "image");

    [Fact]
    public void Media_the_model_does_not_know_are_refused() => AiHubMixInputs.ShouldRefuse(
        () => AiHubMixImageRequestMapper.MapEdit(AiHubMixInputs.WithPictures("gpt-image-2", """{"prompt":"p"}""", "image", "last_image")), "last_image");

    private static CreateImageRequest Create(string model, string json) => AiHubMixImageRequestMapper.MapCreate(AiHubMixInputs.Of(model, json));
}
