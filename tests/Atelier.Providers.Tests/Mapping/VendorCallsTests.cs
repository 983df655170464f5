using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Tests.Mapping;

public sealed class VendorCallsTests
{
    private static readonly TimeSpan Advice = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task An_ambiguous_fault_is_unknown_under_AtMostOnce()
    {
        var outcome = await SubmitAsync(SubmitPolicy.AtMostOnce, new VendorTimeoutException(Fault(accepted: true)));
        var failure = outcome.ShouldBeOfType<SubmitOutcome.Unknown>().Failure;
        failure.Kind.ShouldBe(ProviderFailureKind.UnknownOutcome);
        failure.Retryable.ShouldBeFalse();
        failure.MayHaveCharged.ShouldBeTrue();
    }

    [Fact]
    public async Task An_ambiguous_fault_may_be_tried_again_under_AtLeastOnce()
    {
        var outcome = await SubmitAsync(SubmitPolicy.AtLeastOnce, new VendorTimeoutException(Fault(accepted: true)));
        var failure = outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure;
        failure.Kind.ShouldBe(ProviderFailureKind.Timeout);
        failure.Retryable.ShouldBeTrue();
        failure.MayHaveCharged.ShouldBeTrue();
    }

    [Theory]
    [InlineData(SubmitPolicy.AtLeastOnce)]
    [InlineData(SubmitPolicy.AtMostOnce)]
    public async Task A_call_that_never_arrived_is_refused_under_either_policy(SubmitPolicy policy)
    {
        var outcome = await SubmitAsync(policy, new VendorConnectionException(Fault(accepted: false)));
        var failure = outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure;
        failure.MayHaveCharged.ShouldBeFalse();
        failure.Retryable.ShouldBeTrue();
    }

    [Fact]
    public async Task Input_that_cannot_be_said_is_refused()
    {
        var outcome = await SubmitAsync(SubmitPolicy.AtMostOnce, new InvalidInputException("size", "no such size"));
        outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure.Field.ShouldBe("size");
    }

    [Fact]
    public async Task Input_media_that_breaks_off_while_it_is_sent_is_refused_with_its_own_failure()
    {
        var own = new ProviderFailure(ProviderFailureKind.InvalidRequest, "gone") { Field = "image" };
        var wrapped = new VendorConnectionException(Fault(accepted: true), new IOException("copy", new MediaUnavailableException(own)));
        var outcome = await SubmitAsync(SubmitPolicy.AtMostOnce, wrapped);
        outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure.ShouldBe(own);
    }

    [Fact]
    public async Task A_task_the_vendor_does_not_know_has_failed()
    {
        var outcome = await VendorCalls.PollAsync(
            exception => Map(exception) with { Field = "model" }, Advice, () => throw new VendorNotFoundException(Fault(accepted: false)));
        var failure = outcome.ShouldBeOfType<PollOutcome.Failed>().Failure;
        failure.Kind.ShouldBe(ProviderFailureKind.VendorFault);
        failure.Field.ShouldBeNull();
        failure.Retryable.ShouldBeFalse();
        failure.MayHaveCharged.ShouldBeTrue();
    }

    [Fact]
    public async Task A_poll_that_could_not_be_asked_leaves_the_task_alone()
    {
        var outcome = await VendorCalls.PollAsync(Map, Advice, () => throw new VendorServerException(Fault(accepted: false)));
        outcome.ShouldBeOfType<PollOutcome.Unavailable>().PollAfter.ShouldBe(Advice);
    }

    [Fact]
    public async Task A_poll_waits_as_long_as_the_vendor_asks()
    {
        var fault = Fault(accepted: false) with { RetryAfter = TimeSpan.FromSeconds(30) };
        var outcome = await VendorCalls.PollAsync(Map, Advice, () => throw new VendorRateLimitedException(fault));
        outcome.ShouldBeOfType<PollOutcome.Unavailable>().PollAfter.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Cancelling_what_the_vendor_does_not_know_counts_as_cancelled()
    {
        (await VendorCalls.CancelAsync(Map, () => throw new VendorNotFoundException(Fault(accepted: false))))
            .ShouldBeOfType<CancelOutcome.Cancelled>();
        (await VendorCalls.CancelAsync(Map, () => throw new VendorServerException(Fault(accepted: false))))
            .ShouldBeOfType<CancelOutcome.Failed>();
    }

    private static Task<SubmitOutcome> SubmitAsync(SubmitPolicy policy, Exception fault) => VendorCalls.SubmitAsync(
        new ProviderRequest
        {
            GenerationId = "gen_1",
            VendorModel = "m",
            Modality = Modality.Image,
            Input = JsonDocument.Parse("{}").RootElement,
            SubmitPolicy = policy,
        },
        Map,
        () => throw fault);

    private static ProviderFailure Map(VendorException exception) => ClientFailures.Map(exception, "Vendor");

    private static VendorFault Fault(bool accepted) =>
        new() { Vendor = "vendor", Operation = "create", Text = "text", MayHaveBeenAccepted = accepted };
}
