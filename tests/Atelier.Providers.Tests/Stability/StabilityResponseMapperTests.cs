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

    private static ProviderResult Completed(params StabilityMedia[] answer) =>
        StabilityResponseMapper.Map(answer, SubmitPolicy.AtLeastOnce).ShouldBeOfType<SubmitOutcome.Completed>().Result;

    private static StabilityMedia Picture(byte[] bytes, string? finishReason, long? seed) => new(bytes, "image/png", finishReason, seed);
}
