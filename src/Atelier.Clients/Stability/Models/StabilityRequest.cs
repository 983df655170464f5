using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>How a result comes back.</summary>
public enum StabilityAnswer
{
    /// <summary>As raw bytes: the smaller answer.</summary>
    Bytes = 0,

    /// <summary>As base64 inside JSON.</summary>
    Json = 1,
}

/// <summary>
/// A request that is sent as a form. What is out of the vendor's range is refused with an <see cref="ArgumentException"/> whose parameter
/// is
/// the vendor's name of the field, before anything is sent.
/// </summary>
public abstract record StabilityRequest
{
    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Who the work is for, at most 256 characters, sent as <c>stability-client-user-id</c> (v2beta only). Default: not sent.
    /// </summary>
    public string? ClientUserId { get; init; }

    internal virtual long MaxBytes => StabilityLimits.MaxImageBytes;

    /// <summary>The field named when the request is too large.</summary>
    internal virtual string FileField => "image";

    internal abstract void Write(StabilityForm form);
}

/// <summary>A v2beta request whose result is an image.</summary>
public abstract record StabilityImageRequest : StabilityRequest
{
    /// <summary><c>png</c>, <c>jpeg</c> or <c>webp</c>. The vendor's default: <c>png</c>.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>How the image comes back. Default: bytes. Without meaning for services whose result is fetched later.</summary>
    public StabilityAnswer Answer { get; init; }

    private protected void WriteFormat(StabilityForm form) => form.Choice("output_format", OutputFormat, StabilityLimits.ImageFormats);
}
