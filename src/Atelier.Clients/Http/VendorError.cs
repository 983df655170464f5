namespace Atelier.Clients.Http;

/// <summary>What a vendor said about its refusal, read from the answer by the vendor's own client.</summary>
/// <param name="Kind">Which <see cref="VendorException"/> it becomes.</param>
/// <param name="Code">The vendor's error code, when it gave one.</param>
/// <param name="Message">The vendor's text, when it gave one. Secrets are removed by the base.</param>
public sealed record VendorError(VendorErrorKind Kind, string? Code = null, string? Message = null)
{
    /// <summary>The request id in the body; without it the answer's <c>x-request-id</c> header is used.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long to wait, when the vendor documents it but sends no <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether asking again may help, when the vendor's answer says so; null leaves it to the status (5xx may, 4xx never).</summary>
    public bool? IsTransient { get; init; }
}

/// <summary>The kinds of refusal, one for each subclass of <see cref="VendorException"/> that an answer can become.</summary>
public enum VendorErrorKind
{
    /// <summary>The call itself is wrong (400, 413, 422).</summary>
    InvalidRequest = 0,

    /// <summary>The key is missing, wrong or disabled (401).</summary>
    Authentication = 1,

    /// <summary>The key may not do this (403).</summary>
    Permission = 2,

    /// <summary>The account at the vendor has no money left for it.</summary>
    Balance = 3,

    /// <summary>The vendor's moderation refused the content.</summary>
    ContentRefused = 4,

    /// <summary>No such thing (404).</summary>
    NotFound = 5,

    /// <summary>Too many calls (429).</summary>
    RateLimited = 6,

    /// <summary>A fault on the vendor's side (5xx).</summary>
    Server = 7,
}
