using System.Net;
using System.Net.Http.Headers;

namespace Atelier.Clients.Http;

/// <summary>Sends a <see cref="VendorFile"/>, opened only when its turn comes, so that no more than one buffer of it is held.</summary>
internal sealed class VendorFileContent : HttpContent
{
    private readonly VendorFile _file;

    public VendorFileContent(VendorFile file)
    {
        _file = file;
        Headers.ContentType = MediaTypeHeaderValue.Parse(file.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var source = await _file.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length ?? 0;
        return _file.Length is not null;
    }
}
