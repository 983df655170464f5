using Atelier.Clients.Stability;
using Atelier.Providers.Stability;

namespace Atelier.Providers.Tests.Stability;

public sealed class StabilityResponseMapperTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0];

    [Fact]
    public void Several_pictures_keep_their_order_and_their_seeds()
    {
        var result = Completed(Picture(Png, "SUCCESS", 11), Picture(Jpeg, null, 4294967295));
        result.Media.Select(media => media.ContentType).ShouldBe(["image/png", "image/jpeg"]);
        result.Media.Select(media => media.FileName).ShouldBe(["image.png", "image.jpg"]);
        result.Media.Select(media => media.Length).ShouldBe([8L, 4L]);
        result.Details["seed"].ShouldBe("11,4294967295");
        result.Details.Keys.ShouldBe(["seed"]);
    }

    [Fact]
    public void A_blurred_picture_among_good_ones_is_left_out_and_counted()
    {
        var result = Completed(Picture(Png, "SUCCESS", 1), Picture(Png, "CONTENT_FILTERED", 2));
        result.Media.Count.ShouldBe(1);
        result.Details["seed"].ShouldBe("1");
        result.Details["withheld"].ShouldBe("1");
    }

    [Theory]
    [InlineData(SubmitPolicy.AtLeastOnce)]
    [InlineData(SubmitPolicy.AtMostOnce)]
    public void Nothing_but_blurred_pictures_is_refused_content_that_was_paid_for(SubmitPolicy policy)
    {
        var outcome = StabilityResponseMapper.Map([Picture(Png, "CONTENT_FILTERED", 2)], policy);
        var failure = outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure;
        failure.Kind.ShouldBe(ProviderFailureKind.ContentRefused);
        failure.MayHaveCharged.ShouldBeTrue();
        failure.Retryable.ShouldBeFalse();
    }

    [Fact]
    public void An_answer_without_pictures_is_a_result_without_media() => Completed().Media.ShouldBeEmpty();

    [Theory]
    [InlineData("ERROR")]
    [InlineData("SUCCESS")]
    public void What_is_no_picture_may_be_tried_again_or_is_unknown_by_policy(string finishReason)
    {
        StabilityMedia[] answer = [Picture([0, 0, 0, 0], finishReason, 2)];
        StabilityResponseMapper.Map(answer, SubmitPolicy.AtLeastOnce).ShouldBeOfType<SubmitOutcome.Refused>()
            .Failure.ShouldSatisfyAllConditions(
                failure => failure.Retryable.ShouldBeTrue(),
                failure => failure.MayHaveCharged.ShouldBeTrue());
        StabilityResponseMapper.Map(answer, SubmitPolicy.AtMostOnce).ShouldBeOfType<SubmitOutcome.Unknown>();
    }

    [Theory]
    [InlineData(Modality.Music, "ID3\u0003", "audio/mpeg", "audio.mp3")]
    [InlineData(Modality.Music, "RIFF....WAVE", "audio/wav", "audio.wav")]
    [InlineData(Modality.Mesh, "glTF....", "model/gltf-binary", "model.glb")]
    public void Music_and_meshes_are_told_by_their_bytes(Modality modality, string bytes, string type, string file)
    {
        var media = new StabilityMedia(System.Text.Encoding.ASCII.GetBytes(bytes), "application/octet-stream", null, null);
        var result = StabilityResponseMapper.Map([media], SubmitPolicy.AtLeastOnce, modality).ShouldBeOfType<SubmitOutcome.Completed>().Result;
        result.Media.ShouldHaveSingleItem().ContentType.ShouldBe(type);
        result.Media[0].FileName.ShouldBe(file);
        result.Details.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Modality.Music)]
    [InlineData(Modality.Mesh)]
    public void A_picture_is_neither_music_nor_a_mesh(Modality modality) =>
        StabilityResponseMapper.Map([Picture(Png, "SUCCESS", 1)], SubmitPolicy.AtLeastOnce, modality).ShouldBeOfType<SubmitOutcome.Refused>()
            .Failure.Message.ShouldContain(StabilityResponseMapper.NounOf(modality));

    private static ProviderResult Completed(params StabilityMedia[] answer) =>
        StabilityResponseMapper.Map(answer, SubmitPolicy.AtLeastOnce).ShouldBeOfType<SubmitOutcome.Completed>().Result;

    private static StabilityMedia Picture(byte[] bytes, string? finishReason, long? seed) => new(bytes, "image/png", finishReason, seed);
}
