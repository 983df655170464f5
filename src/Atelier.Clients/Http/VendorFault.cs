namespace Atelier.Clients.Http;

/// <summary>The facts every <see cref="VendorException"/> carries. All texts are free of keys and signed URLs.</summary>
public sealed record VendorFault
{
    /// <summary>The vendor, such as <c>runway</c>.</summary>
    public required string Vendor { get; init; }

    /// <summary>The vendor's word for the call.</summary>
    public required string Operation { get; init; }

    /// <summary>HTTP status, when an answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The vendor's error code, when it gave one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The vendor's text, or ours when none came.</summary>
    public required string Text { get; init; }

    /// <summary>The vendor's id of the request, when it gave one.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the vendor asked to wait, when it did.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the vendor may have accepted (and may charge for) a submission that ended in this fault.</summary>
    public bool MayHaveBeenAccepted { get; init; }

    /// <summary>At most 2 KB of the answer's body, when it was text.</summary>
    public string? BodyExcerpt { get; init; }

    /// <summary>How many times the call was sent.</summary>
    public int Attempts { get; init; } = 1;
}
