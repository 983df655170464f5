using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Providers.AiHubMix;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixContentMapperTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 0];

    [Fact]
    public void Pictures_stand_before_the_words_and_shape_and_size_go_as_googles()
    {
        var mapped = AiHubMixContentRequestMapper.Map(AiHubMixInputs.WithPictures(
            "gemini-3-pro-image-preview",
            """{"prompt":"p","aspect_ratio":"16:9","size":"2K","seed":7,"temperature":0.5,"count":1}""",
            "image",
            "image"));

        mapped.Contents.ShouldHaveSingleItem().Parts.ShouldBe(
            [GeminiPart.OfData("image/png", "iVBORw=="), GeminiPart.OfData("image/png", "iVBORw=="), GeminiPart.OfText("p")]);
        var config = mapped.GenerationConfig.ShouldNotBeNull();
        config.ResponseModalities.ShouldBe(["TEXT", "IMAGE"]);
        config.ImageConfig.ShouldBe(new GeminiImageConfig { AspectRatio = "16:9", ImageSize = "2K" });
        (config.Seed, config.Temperature).ShouldBe((7, 0.5));
    }

    [Theory]
    [InlineData("""{"prompt":"p","count":2}""", "count")]
    [InlineData("""{"prompt":"p","quality":"high"}""", "quality")]
    [InlineData("{}", "prompt")]
    public void What_the_model_cannot_be_told_is_refused_by_name(string input, string field) =>
        ((Func<object>)(() => AiHubMixContentRequestMapper.Map(AiHubMixInputs.Of("gemini-2.5-flash-image", input)))).ShouldRefuse(field);

    [Fact]
    public void A_picture_is_a_result_and_the_words_beside_it_are_kept()
    {
        var result = AiHubMixContentResponseMapper.Map(Answer("STOP", new() { Text = "Here." }, new() { Bytes = Png, ContentType = "image/jpeg" }))
            .ShouldBeOfType<SubmitOutcome.Completed>().Result;

        var picture = result.Media.ShouldHaveSingleItem();
        (picture.ContentType, picture.FileName, picture.Length).ShouldBe(("image/png", "image.png", 6));
        result.Details["text"].ShouldBe("Here.");
        result.Usage.ShouldBe(new ProviderUsage { InputTokens = 3, OutputTokens = 9 });
    }

    [Theory]
    [InlineData("IMAGE_SAFETY")]
    [InlineData("PROHIBITED_CONTENT")]
    public void An_answer_held_back_is_refused_content_that_may_have_been_charged(string reason)
    {
        var failure = AiHubMixContentResponseMapper.Map(Answer(reason, new GeneratedPart { Text = "I cannot." }))
            .ShouldBeOfType<SubmitOutcome.Refused>().Failure;

        (failure.Kind, failure.VendorCode, failure.MayHaveCharged).ShouldBe((ProviderFailureKind.ContentRefused, reason, true));
    }

    [Fact]
    public void A_blocked_prompt_cost_nothing()
    {
        var failure = AiHubMixContentResponseMapper.Map(Answer(null) with { BlockReason = "OTHER", ReasonMessage = "not this" })
            .ShouldBeOfType<SubmitOutcome.Refused>().Failure;

        (failure.Kind, failure.MayHaveCharged).ShouldBe((ProviderFailureKind.ContentRefused, false));
        failure.Message.ShouldContain("not this");
    }

    [Fact]
    public void Words_without_a_picture_are_a_success_with_nothing_in_it() =>
        AiHubMixContentResponseMapper.Map(Answer("STOP", new GeneratedPart { Text = "No." }))
            .ShouldBeOfType<SubmitOutcome.Completed>().Result.Media.ShouldBeEmpty();

    private static GenerateContentResponse Answer(string? finish, params GeneratedPart[] parts) => new()
    {
        Parts = parts,
        FinishReason = finish,
        Usage = new() { InputTokens = 3, OutputTokens = 9 },
        Body = default(JsonElement),
    };
}
