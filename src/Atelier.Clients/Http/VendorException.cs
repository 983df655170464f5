using System.Globalization;

namespace Atelier.Clients.Http;

/// <summary>
/// A call to a vendor failed. Every failure of a client is one of the subclasses; only the caller's own cancellation stays an
/// <see cref="OperationCanceledException"/>. No text in it holds a key or a signed URL.
/// </summary>
public abstract class VendorException : Exception
{
    /// <summary>Creates the exception from its facts.</summary>
    private protected VendorException(VendorFault fault, Exception? inner)
        : base(Describe(fault), inner) => Fault = fault;

    /// <summary>All facts together.</summary>
    public VendorFault Fault { get; }

    /// <inheritdoc cref="VendorFault.Vendor"/>
    public string Vendor => Fault.Vendor;

    /// <inheritdoc cref="VendorFault.Operation"/>
    public string Operation => Fault.Operation;

    /// <inheritdoc cref="VendorFault.StatusCode"/>
    public int? StatusCode => Fault.StatusCode;

    /// <inheritdoc cref="VendorFault.ErrorCode"/>
    public string? VendorErrorCode => Fault.ErrorCode;

    /// <inheritdoc cref="VendorFault.Text"/>
    public string VendorMessage => Fault.Text;

    /// <inheritdoc cref="VendorFault.RequestId"/>
    public string? RequestId => Fault.RequestId;

    /// <inheritdoc cref="VendorFault.RetryAfter"/>
    public TimeSpan? RetryAfter => Fault.RetryAfter;

    /// <inheritdoc cref="VendorFault.MayHaveBeenAccepted"/>
    public bool MayHaveBeenAccepted => Fault.MayHaveBeenAccepted;

    /// <inheritdoc cref="VendorFault.BodyExcerpt"/>
    public string? BodyExcerpt => Fault.BodyExcerpt;

    /// <inheritdoc cref="VendorFault.Attempts"/>
    public int Attempts => Fault.Attempts;

    /// <summary>Whether the client's own retry may ask again; decided where the fault was seen.</summary>
    internal bool MayRetry { get; set; }

    /// <summary>Whether it was held back before anything was sent, so that it tells nothing about the vendor.</summary>
    internal bool NotSent { get; init; }

    private static string Describe(VendorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var status = fault.StatusCode is { } code ? string.Create(CultureInfo.InvariantCulture, $" ({code})") : "";
        var request = fault.RequestId is { } id ? $" [request {id}]" : "";
        return $"{fault.Vendor} {fault.Operation}{status}: {fault.Text}{request}";
    }
}
