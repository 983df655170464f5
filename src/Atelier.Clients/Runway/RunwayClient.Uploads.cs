using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    private const long SmallestUpload = 512;
    private const long LargestUpload = 200L * 1024 * 1024;

    /// <summary>
    /// Uploads a file of 512 bytes to 200 MB and gives the <c>runway://</c> URI under which requests may use it for 24 hours. Needed for
    /// images that are too large for a data URI (5 MB encoded) and not on the web.
    /// </summary>
    /// <exception cref="ArgumentException">The file is known to be too small or too large.</exception>
    public async Task<string> UploadAsync(VendorFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length is < SmallestUpload or > LargestUpload)
        {
            throw new ArgumentException($"'file' must have {SmallestUpload} to {LargestUpload} bytes, but has {file.Length}.", nameof(file));
        }

        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = "uploads",
                Method = HttpMethod.Post,
                Path = "v1/uploads",
                Body = VendorBody.Json(new RunwayUploadRequest(file.FileName, "ephemeral"), RunwayWire.Requests.RunwayUploadRequest),
            },
            cancellationToken).ConfigureAwait(false);
        var ticket = ReadJson(answer, RunwayJson.Default.RunwayUploadTicket);
        if (!Uri.TryCreate(ticket.UploadUrl, UriKind.Absolute, out var url) || (url.Scheme != "https" && (_isHttps || url.Scheme != "http")))
        {
            throw Malformed(answer, "the answer has no usable address for the upload");
        }

        if (!ticket.RunwayUri.StartsWith("runway://", StringComparison.Ordinal))
        {
            throw Malformed(answer, "the answer names no upload");
        }

        if (ticket.Fields.Any(field => string.IsNullOrWhiteSpace(field.Key) || field.Key.Any(char.IsControl) || field.Value is null))
        {
            throw Malformed(answer, "the answer has a form field without a name or a value");
        }

        await SendAsync(
            new VendorRequest
            {
                Operation = "uploads/content",
                Method = HttpMethod.Post,
                Path = url.AbsoluteUri,
                Accept = "*/*",
                Authenticate = false,
                FollowRedirects = false,
                Timeout = UploadTimeout,

                // The store takes the signed fields as they are, and ignores what comes after the file.
                Body = VendorBody.Multipart(
                    [.. ticket.Fields.Select(field => VendorPart.Text(field.Key, field.Value)), VendorPart.Upload("file", file)]),
            },
            cancellationToken).ConfigureAwait(false);
        return ticket.RunwayUri;
    }
}
