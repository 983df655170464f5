using Atelier.Clients.Http;

namespace Atelier.Providers.Mapping;

/// <summary>
/// Turns a client's exception into the closed set. Pure: a vendor's own mapper calls it first and then corrects what it knows better.
/// </summary>
internal static class ClientFailures
{
    private const int LongestVendorText = 500;

    public static ProviderFailure Map(VendorException exception, string vendorTitle)
    {
        var (kind, retryable) = KindOf(exception);
        return new ProviderFailure(kind, MessageOf(exception, kind, vendorTitle))
        {
            Retryable = retryable,
            MayHaveCharged = exception.MayHaveBeenAccepted,
            VendorCode = exception.VendorErrorCode,
            VendorRequestId = exception.RequestId,
            VendorStatus = exception.StatusCode,
            RetryAfter = exception.RetryAfter,
            NotSent = exception.Attempts == 0 && !exception.MayHaveBeenAccepted && kind == ProviderFailureKind.RateLimited,
        };
    }

    private static (ProviderFailureKind Kind, bool Retryable) KindOf(VendorException exception) => exception switch
    {
        VendorAuthenticationException or VendorPermissionException => (ProviderFailureKind.Authentication, false),
        VendorBalanceException => (ProviderFailureKind.InsufficientVendorBalance, false),
        VendorContentRefusedException => (ProviderFailureKind.ContentRefused, false),
        VendorInvalidRequestException or VendorNotFoundException => (ProviderFailureKind.InvalidRequest, false),
        // Held back on our side: nothing was sent, and the same request has its chance a little later.
        VendorRateLimitedException or VendorBusyException or VendorCircuitOpenException => (ProviderFailureKind.RateLimited, true),
        VendorTimeoutException => (ProviderFailureKind.Timeout, true),
        DownloadRefusedException => (ProviderFailureKind.VendorFault, false),
        _ => (ProviderFailureKind.VendorFault, true),
    };

    private static string MessageOf(VendorException exception, ProviderFailureKind kind, string vendor) => kind switch
    {
        // The vendor's own text may echo parts of the key, and tells a caller nothing he could mend.
        ProviderFailureKind.Authentication => $"{vendor} does not accept the configured key, or the key may not do this.",
        ProviderFailureKind.InsufficientVendorBalance => $"The account at {vendor} has no balance left for this request.",
        _ when exception is VendorCircuitOpenException => $"{vendor} has been failing; calls to it pause for a while.",
        _ when exception is VendorBusyException => $"Too many calls to {vendor} wait already.",
        ProviderFailureKind.RateLimited => $"{vendor} asks to slow down: {Shortened(exception)}",
        ProviderFailureKind.Timeout => $"{vendor} did not answer in time.",
        ProviderFailureKind.ContentRefused => $"{vendor} refused the content: {Shortened(exception)}",
        ProviderFailureKind.InvalidRequest => $"{vendor} refused the request: {Shortened(exception)}",
        _ when exception is VendorConnectionException => $"The connection to {vendor} failed: {Shortened(exception)}",
        _ when exception is VendorProtocolException => $"{vendor} gave an answer that makes no sense: {Shortened(exception)}",
        _ => $"{vendor} reported a fault: {Shortened(exception)}",
    };

    private static string Shortened(VendorException exception)
    {
        var text = exception.VendorMessage;
        return text.Length <= LongestVendorText ? text : string.Concat(text.AsSpan(0, LongestVendorText), "...");
    }
}
