namespace Atelier.Providers;

/// <summary>The closed set of what can go wrong at a vendor.</summary>
public enum ProviderFailureKind
{
    /// <summary>The vendor refuses the request as it is; the same request will fail again.</summary>
    InvalidRequest = 1,

    /// <summary>The vendor's moderation refused the input or withheld the output.</summary>
    ContentRefused = 2,

    /// <summary>Our credentials or permissions at the vendor are wrong.</summary>
    Authentication = 3,

    /// <summary>Our account at the vendor is out of money or quota.</summary>
    InsufficientVendorBalance = 4,

    /// <summary>The vendor asks us to slow down; nothing was accepted.</summary>
    RateLimited = 5,

    /// <summary>The vendor broke: a server error, an unreachable host or an answer that makes no sense.</summary>
    VendorFault = 6,

    /// <summary>The vendor did not answer in time and provably did not accept, or accepting does not matter.</summary>
    Timeout = 7,

    /// <summary>The vendor may or may not have accepted the work; nobody here can tell.</summary>
    UnknownOutcome = 8,
}

/// <summary>What went wrong at a vendor, in words that hold no secret.</summary>
/// <param name="Kind">Which of the closed set.</param>
/// <param name="Message">One or two sentences for the caller, with the vendor's own text where it helps.</param>
public sealed record ProviderFailure(ProviderFailureKind Kind, string Message)
{
    /// <summary>Whether the same request may be tried again later with a chance of success.</summary>
    public bool Retryable { get; init; }

    /// <summary>Whether the vendor may have charged for it.</summary>
    public bool MayHaveCharged { get; init; }

    /// <summary>The vendor's own error code, when it gave one.</summary>
    public string? VendorCode { get; init; }

    /// <summary>The vendor's request id, for its support desk.</summary>
    public string? VendorRequestId { get; init; }

    /// <summary>The HTTP status, when there was one.</summary>
    public int? VendorStatus { get; init; }

    /// <summary>Which of our input names is at fault, when that is known.</summary>
    public string? Field { get; init; }

    /// <summary>
    /// Whether nothing was sent at all: held back on our side because the vendor has been failing, asked to slow down, or is too busy.
    /// Such a try uses up nothing.
    /// </summary>
    public bool NotSent { get; init; }

    /// <summary>How long the vendor asks us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
