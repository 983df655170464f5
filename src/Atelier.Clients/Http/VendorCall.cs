namespace Atelier.Clients.Http;

/// <summary>What is known about one call across its attempts.</summary>
internal sealed class VendorCall(VendorRequest request, Uri uri, TimeSpan timeout, long deadline)
{
    public VendorRequest Request { get; } = request;

    public Uri Uri { get; } = uri;

    public TimeSpan Timeout { get; } = timeout;

    /// <summary>Timestamp of the client's clock after which nothing more is begun.</summary>
    public long Deadline { get; } = deadline;

    public int Attempts { get; set; }

    /// <summary>Timestamp of the client's clock when the newest attempt was sent.</summary>
    public long AttemptBegan { get; set; }

    /// <summary>The key of this attempt; null before the first.</summary>
    public VendorApiKey? Key { get; set; }

    /// <summary>Keys that this call was refused with; null while there are none.</summary>
    public List<string>? RefusedKeys { get; set; }

    public bool IsSubmission => Request.SubmitPolicy is not null;

    /// <summary>Once any attempt may have been accepted, no later answer takes that back.</summary>
    public bool MayHaveBeenAccepted { get; set; }

    /// <summary>Bytes of the body sent, when known.</summary>
    public long? RequestBytes { get; set; }

    /// <summary>Bytes of the last answer's body, when known (for the log).</summary>
    public long? ResponseBytes { get; set; }
}
