namespace Atelier.Clients.Http;

/// <summary>What is known about one call across its attempts.</summary>
internal sealed class VendorCall(VendorRequest request, Uri uri, TimeSpan timeout)
{
    public VendorRequest Request { get; } = request;

    public Uri Uri { get; } = uri;

    public TimeSpan Timeout { get; } = timeout;

    public int Attempts { get; set; }

    public bool IsSubmission => Request.SubmitPolicy is not null;

    /// <summary>Once any attempt may have been accepted, no later answer takes that back.</summary>
    public bool MayHaveBeenAccepted { get; set; }

    /// <summary>Bytes of the last answer's body, when known (for the log).</summary>
    public long? ResponseBytes { get; set; }
}
