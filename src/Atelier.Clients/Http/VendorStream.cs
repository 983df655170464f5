namespace Atelier.Clients.Http;

/// <summary>An open answer: its headers have come, its body is read by the caller and never held in memory. Dispose it.</summary>
public sealed class VendorStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    internal VendorStream(HttpResponseMessage response, VendorHeaders headers, Stream content, long? length, VendorCall call)
    {
        Call = call;
        _response = response;
        Headers = headers;
        Content = content;
        Length = length;
        StatusCode = (int)response.StatusCode;
    }

    /// <summary>
    /// The body. Reading throws <see cref="VendorConnectionException"/> when the connection breaks or the body ends short of its
    /// length, <see cref="VendorTimeoutException"/> when no byte comes for <see cref="VendorClientOptions.StreamIdleTimeout"/>, and
    /// <see cref="VendorProtocolException"/> beyond the size allowed.
    /// </summary>
    public Stream Content { get; }

    /// <summary>HTTP status; a success, or a redirect when the request asked not to follow it.</summary>
    public int StatusCode { get; }

    /// <summary>Media type without parameters, lower case; empty when the vendor gave none.</summary>
    public string ContentType => Headers.MediaType;

    /// <summary>Bytes to come, when the vendor said.</summary>
    public long? Length { get; }

    /// <summary>Headers of the answer and of its content.</summary>
    public VendorHeaders Headers { get; }

    internal VendorCall Call { get; }

    /// <summary>Closes the body and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
