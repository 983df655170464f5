using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Tests.Mapping;

public sealed class ClientFailuresTests
{
    public static TheoryData<VendorException, ProviderFailureKind, bool> Table => new()
    {
        { new VendorAuthenticationException(Fault(401)), ProviderFailureKind.Authentication, false },
        { new VendorPermissionException(Fault(403)), ProviderFailureKind.Authentication, false },
        { new VendorBalanceException(Fault(402)), ProviderFailureKind.InsufficientVendorBalance, false },
        { new VendorContentRefusedException(Fault(403)), ProviderFailureKind.ContentRefused, false },
        { new VendorInvalidRequestException(Fault(400)), ProviderFailureKind.InvalidRequest, false },
        { new VendorNotFoundException(Fault(404)), ProviderFailureKind.InvalidRequest, false },
        { new VendorRateLimitedException(Fault(429)), ProviderFailureKind.RateLimited, true },
        { new VendorBusyException(Fault(null)), ProviderFailureKind.RateLimited, true },
        { new VendorCircuitOpenException(Fault(null)), ProviderFailureKind.RateLimited, true },
        { new VendorServerException(Fault(500)), ProviderFailureKind.VendorFault, true },
        { new VendorTimeoutException(Fault(null)), ProviderFailureKind.Timeout, true },
        { new VendorConnectionException(Fault(null)), ProviderFailureKind.VendorFault, true },
        { new VendorProtocolException(Fault(200)), ProviderFailureKind.VendorFault, true },
        { new DownloadRefusedException(Fault(null)), ProviderFailureKind.VendorFault, false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_client_fault_has_its_kind(VendorException fault, ProviderFailureKind kind, bool retryable)
    {
        var failure = ClientFailures.Map(fault, "Vendor");
        failure.Kind.ShouldBe(kind);
        failure.Retryable.ShouldBe(retryable);
        failure.VendorStatus.ShouldBe(fault.StatusCode);
        failure.VendorCode.ShouldBe("code");
        failure.VendorRequestId.ShouldBe("req-1");
        failure.MayHaveCharged.ShouldBeFalse();
    }

    [Fact]
    public void Only_what_was_held_back_before_any_attempt_counts_as_not_sent()
    {
        Held(new VendorCircuitOpenException(Fault(null) with { Attempts = 0, RetryAfter = TimeSpan.FromSeconds(7) })).ShouldBeTrue();
        Held(new VendorBusyException(Fault(null) with { Attempts = 0 })).ShouldBeTrue();
        Held(new VendorRateLimitedException(Fault(null) with { Attempts = 0 })).ShouldBeTrue();
        Held(new VendorRateLimitedException(Fault(429))).ShouldBeFalse();
        Held(new VendorCircuitOpenException(Fault(null) with { Attempts = 2 })).ShouldBeFalse();
        Held(new VendorCircuitOpenException(Fault(null) with { Attempts = 0, MayHaveBeenAccepted = true })).ShouldBeFalse();
        Held(new VendorTimeoutException(Fault(null) with { Attempts = 0 })).ShouldBeFalse();

        static bool Held(VendorException fault) => ClientFailures.Map(fault, "Vendor").NotSent;
    }

    [Fact]
    public void No_client_fault_is_missing_from_the_table()
    {
        var all = typeof(VendorException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(VendorException)) && !type.IsAbstract);
        var told = Table.Select(row => row.Data.Item1.GetType()).ToHashSet();
        all.Where(type => !told.Contains(type)).ShouldBeEmpty();
    }

    [Fact]
    public void An_accepted_submission_may_have_been_charged() =>
        ClientFailures.Map(new VendorServerException(Fault(500) with { MayHaveBeenAccepted = true }), "Vendor").MayHaveCharged.ShouldBeTrue();

    [Fact]
    public void The_wait_the_vendor_asks_for_is_kept() =>
        ClientFailures.Map(new VendorRateLimitedException(Fault(429) with { RetryAfter = TimeSpan.FromSeconds(7) }), "Vendor")
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));

    [Fact]
    public void A_vendors_text_about_a_key_is_not_repeated() =>
        ClientFailures.Map(new VendorAuthenticationException(Fault(401) with { Text = "Incorrect API key sk-nota****zzzz" }), "Vendor")
            .Message.ShouldNotContain("sk-nota");

    [Fact]
    public void A_long_text_is_shortened() =>
        ClientFailures.Map(new VendorServerException(Fault(500) with { Text = new string('x', 5000) }), "Vendor")
            .Message.Length.ShouldBeLessThan(600);

    private static VendorFault Fault(int? status) => new()
    {
        Vendor = "vendor",
        Operation = "create",
        StatusCode = status,
        ErrorCode = "code",
        Text = "the vendor's text",
        RequestId = "req-1",
    };
}
