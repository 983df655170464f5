namespace Atelier.Clients.Http;

/// <summary>A whole answer in memory.</summary>
public sealed class VendorAnswer
{
    internal VendorAnswer(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> content, VendorCall call)
    {
        StatusCode = statusCode;
        Headers = headers;
        Content = content;
        Call = call;
    }

    /// <summary>HTTP status; always a success.</summary>
    public int StatusCode { get; }

    /// <summary>Headers of the answer and of its content.</summary>
    public VendorHeaders Headers { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Media type without parameters, lower case; empty when the vendor gave none.</summary>
    public string ContentType => Headers.MediaType;

    internal VendorCall Call { get; }
}
