using System.Net.Http.Headers;

namespace Atelier.Clients.Http;

/// <summary>A file to be sent. It can be opened any number of times, so that a repeated attempt sends it whole again.</summary>
public sealed class VendorFile
{
    private readonly Func<CancellationToken, ValueTask<Stream>> _open;

    /// <param name="fileName">Name told to the vendor; its extension matters to some of them.</param>
    /// <param name="contentType">Media type, such as <c>image/png</c>.</param>
    /// <param name="open">Opens the content at its start; called once for each attempt. The client disposes the stream.</param>
    /// <param name="length">Bytes, when known; without it the body is sent in chunks.</param>
    public VendorFile(string fileName, string contentType, Func<CancellationToken, ValueTask<Stream>> open, long? length = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        if (!MediaTypeHeaderValue.TryParse(contentType, out _))
        {
            throw new ArgumentException($"'{contentType}' is not a media type.", nameof(contentType));
        }

        ArgumentNullException.ThrowIfNull(open);
        FileName = fileName;
        ContentType = contentType;
        Length = length;
        _open = open;
    }

    /// <summary>A file held in memory.</summary>
    public VendorFile(string fileName, string contentType, ReadOnlyMemory<byte> content)
        : this(fileName, contentType, _ => ValueTask.FromResult(ReadOnlyMemoryStream.Over(content)), content.Length)
    {
    }

    /// <summary>Name told to the vendor.</summary>
    public string FileName { get; }

    /// <summary>Media type of the content.</summary>
    public string ContentType { get; }

    /// <summary>Bytes, when known.</summary>
    public long? Length { get; }

    /// <summary>Opens the content at its start. The caller disposes the stream.</summary>
    public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => _open(cancellationToken);
}
