using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Providers.Runway;

namespace Atelier.Providers.Tests.Runway;

public sealed class RunwayFailureMapperTests
{
    [Theory]
    [InlineData("SAFETY.INPUT.TEXT", ProviderFailureKind.ContentRefused, false, true)]
    [InlineData("SAFETY.INPUT.SOMETHING.NEW", ProviderFailureKind.ContentRefused, false, true)]
    [InlineData("SAFETY.OUTPUT.VIDEO", ProviderFailureKind.ContentRefused, false, true)]
    [InlineData("INPUT_PREPROCESSING.SAFETY.THIRD_PARTY", ProviderFailureKind.ContentRefused, false, true)]
    [InlineData("INPUT_PREPROCESSING.INTERNAL", ProviderFailureKind.VendorFault, true, false)]
    [InlineData("ASSET.INVALID", ProviderFailureKind.InvalidRequest, false, false)]
    [InlineData("INTERNAL.BAD_OUTPUT.CODE01", ProviderFailureKind.VendorFault, true, false)]
    [InlineData("INTERNAL", ProviderFailureKind.VendorFault, true, false)]
    [InlineData(null, ProviderFailureKind.VendorFault, true, false)]
    [InlineData("THIRD_PARTY.UNAVAILABLE", ProviderFailureKind.VendorFault, true, false)]
    [InlineData("THIRD_PARTY.INPUT_VALIDATION", ProviderFailureKind.InvalidRequest, false, true)]
    [InlineData("SAFETYNET", ProviderFailureKind.VendorFault, false, true)]
    [InlineData("BRAND.NEW", ProviderFailureKind.VendorFault, false, true)]
    public void A_failure_code_is_matched_by_its_start(string? code, ProviderFailureKind kind, bool retryable, bool charged)
    {
        var failure = RunwayFailureMapper.MapTask("The vendor's sentence.", code, cost: null);
        failure.Kind.ShouldBe(kind);
        failure.Retryable.ShouldBe(retryable);
        failure.MayHaveCharged.ShouldBe(charged);
        failure.VendorCode.ShouldBe(code);
        failure.Message.ShouldContain("The vendor's sentence.");

        // Which of several media could not be used is not told.
        failure.Field.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(25, true)]
    public void A_cost_that_is_told_decides_whether_it_was_charged(double credits, bool charged)
    {
        RunwayFailureMapper.MapTask(null, "SAFETY.INPUT.TEXT", new RunwayCost(credits)).MayHaveCharged.ShouldBe(charged);
        RunwayFailureMapper.MapTask(null, "INTERNAL", new RunwayCost(credits)).MayHaveCharged.ShouldBe(charged);
    }

    [Theory]
    [InlineData("Validation of body failed: ratio: Invalid option: expected one of \"1280:720\"", "aspect_ratio")]
    [InlineData("Validation of body failed: promptImage.0.uri: Invalid asset", "image")]
    [InlineData("Validation of body failed: duration: Too big; seed: Too big", "duration")]
    [InlineData("Validation of body failed: referenceAudio.0.uri: Asset duration must be at most 15 seconds", "reference_audio")]
    [InlineData("Validation of body failed: proresProfile: does not fit", "proresProfile")]
    [InlineData("Validation of body failed: scaleFactor: Invalid option", "scale")]
    [InlineData("The request was refused.", null)]
    [InlineData("Validation of body failed", null)]
    public void A_failed_validation_names_our_input(string text, string? field) =>
        RunwayFailureMapper.Map(new VendorInvalidRequestException(new VendorFault { Vendor = "runway", Operation = "image_to_video", Text = text }))
            .Field.ShouldBe(field);
}
