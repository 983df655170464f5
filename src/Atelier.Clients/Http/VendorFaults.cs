using System.Net.Http.Headers;

namespace Atelier.Clients.Http;

/// <summary>Turns what went wrong in one attempt into the exception of its kind. Pure, so that the rules can be read and tested as a table.</summary>
internal static class VendorFaults
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <summary>Whether the fault came while the connection was being made, so that no byte of the request was sent.</summary>
    public static bool IsConnectPhase(Exception fault) => fault is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    /// <summary>Whether the request ended before it was whole because the caller's own file failed: nothing a vendor could act on.</summary>
    public static bool IsUnreadableFile(Exception fault) => Find<UnreadableFileException>(fault) is not null;

    public static VendorException FromRefusal(VendorErrorKind kind, VendorFault fault, bool mayRetry) => kind switch
    {
        VendorErrorKind.Authentication => new VendorAuthenticationException(fault),
        VendorErrorKind.Permission => new VendorPermissionException(fault),
        VendorErrorKind.Balance => new VendorBalanceException(fault),
        VendorErrorKind.ContentRefused => new VendorContentRefusedException(fault),
        VendorErrorKind.NotFound => new VendorNotFoundException(fault),
        VendorErrorKind.RateLimited => new VendorRateLimitedException(fault) { MayRetry = mayRetry },
        VendorErrorKind.Server => new VendorServerException(fault) { MayRetry = mayRetry },
        _ => new VendorInvalidRequestException(fault),
    };

    public static VendorException FromTransport(Exception cause, VendorFault fault, bool mayRetry) => cause switch
    {
        _ when Find<AddressRefusedException>(cause) is { } refused => new DownloadRefusedException(fault with { Text = refused.Message }),
        _ when Find<UnreadableFileException>(cause) is { } unreadable =>
            new VendorInvalidRequestException(fault with { Text = unreadable.Message }, unreadable.InnerException),
        OperationCanceledException or TimeoutException =>
            new VendorTimeoutException(fault with { Text = "no answer within the time allowed" }, cause) { MayRetry = mayRetry },
        InvalidDataException => new VendorProtocolException(fault with { Text = "the answer's encoding is broken" }, cause),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            new VendorProtocolException(fault with { Text = "the answer is not well-formed HTTP" }, cause) { MayRetry = mayRetry },
        _ when IsConnectPhase(cause) =>
            new VendorConnectionException(fault with { Text = "no connection could be made" }, cause) { MayRetry = mayRetry },
        _ => new VendorConnectionException(fault with { Text = "the connection broke before the whole answer had come" }, cause) { MayRetry = mayRetry },
    };

    /// <summary>
    /// The wait that the vendor asked for, in seconds or as a date, or that it documents. Never more than a day: a longer one is a mistake, and
    /// whoever believed it would not come back for years.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeSpan? documented, TimeProvider time)
    {
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - time.GetUtcNow() ?? documented;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestRetryAfter ? LongestRetryAfter : wait;
    }

    private static T? Find<T>(Exception? cause)
        where T : Exception
    {
        while (cause is not null and not T)
        {
            cause = cause.InnerException;
        }

        return cause as T;
    }
}
