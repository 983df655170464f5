using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.AiHubMix;

namespace Atelier.Providers.Tests.AiHubMix;

public sealed class AiHubMixFailureMapperTests
{
    [Fact]
    public void A_model_the_gateway_does_not_route_is_named_as_such()
    {
        var failure = AiHubMixFailureMapper.Map(new VendorNotFoundException(Fault("model_unavailable")));

        (failure.Kind, failure.Field, failure.Retryable, failure.MayHaveCharged).ShouldBe((ProviderFailureKind.InvalidRequest, "model", false, false));
        failure.Message.ShouldContain("does not offer this model");
    }

    [Theory]
    [InlineData("prompt_missing", "prompt")]
    [InlineData("prompt_too_long", "prompt")]
    [InlineData("text_too_long", "text")]
    [InlineData("size_not_supported", "size")]
    [InlineData("n_not_within_range", "count")]
    [InlineData("something_else", null)]
    [InlineData(null, null)]
    public void The_vendors_code_names_our_field(string? code, string? field) =>
        AiHubMixFailureMapper.Map(new VendorInvalidRequestException(Fault(code))).Field.ShouldBe(field);

    [Fact]
    public void The_facts_of_the_fault_are_kept()
    {
        var failure = AiHubMixFailureMapper.Map(new VendorBalanceException(Fault("insufficient_user_quota") with { StatusCode = 403, RequestId = "tid-7" }));

        (failure.Kind, failure.VendorStatus, failure.VendorCode, failure.VendorRequestId)
            .ShouldBe((ProviderFailureKind.InsufficientVendorBalance, 403, "insufficient_user_quota", "tid-7"));
        failure.Retryable.ShouldBeFalse();
    }

    [Fact]
    public void An_ambiguous_fault_may_have_been_charged() =>
        AiHubMixFailureMapper.Map(new VendorTimeoutException(Fault(null) with { MayHaveBeenAccepted = true })).MayHaveCharged.ShouldBeTrue();

    [Fact]
    public void An_upstream_without_room_asks_to_wait_like_any_other_limit()
    {
        var fault = Fault(null) with { StatusCode = 503, Text = "Rate limited by provider - contact support or try again later." };

        var failure = AiHubMixFailureMapper.Map(new VendorServerException(fault));

        (failure.Kind, failure.Retryable, failure.MayHaveCharged).ShouldBe((ProviderFailureKind.RateLimited, true, false));
        AiHubMixFailureMapper.Map(new VendorServerException(fault with { Text = "new request failed" })).Kind.ShouldBe(ProviderFailureKind.VendorFault);
    }

    [Theory]
    [InlineData("moderation_blocked", "no", ProviderFailureKind.ContentRefused, false)]
    [InlineData(null, "Your request was rejected by our safety system.", ProviderFailureKind.ContentRefused, false)]
    [InlineData("DataInspectionFailed", "x", ProviderFailureKind.ContentRefused, false)]
    [InlineData("InvalidParameter", "duration", ProviderFailureKind.InvalidRequest, false)]
    [InlineData(null, "internal error", ProviderFailureKind.VendorFault, true)]
    public void A_failed_task_is_classed_by_its_reason(string? code, string message, ProviderFailureKind kind, bool retryable)
    {
        var failure = AiHubMixFailureMapper.Map(new TaskError(code, message));

        (failure.Kind, failure.Retryable, failure.MayHaveCharged, failure.VendorCode).ShouldBe((kind, retryable, true, code));
    }

    private static VendorFault Fault(string? code) => new() { Vendor = "aihubmix", Operation = "op", Text = "text", ErrorCode = code };
}
