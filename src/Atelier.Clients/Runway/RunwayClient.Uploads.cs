using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    /// <summary>
    /// Uploads a file of 512 bytes to 200 MB and gives the <c>runway://</c> URI under which requests may use it for 24 hours. Needed for
    /// images that are too large for a data URI (5 MB encoded) and not on the web.
    /// </summary>
    public async Task<string> UploadAsync(VendorFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = "uploads",
                Method = HttpMethod.Post,
                Path = "v1/uploads",
                Body = VendorBody.Json(new RunwayUploadRequest(file.FileName, "ephemeral"), RunwayJson.Default.RunwayUploadRequest),
            },
            cancellationToken).ConfigureAwait(false);
        var ticket = ReadJson(answer, RunwayJson.Default.RunwayUploadTicket);
        if (!Uri.TryCreate(ticket.UploadUrl, UriKind.Absolute, out var url) || (url.Scheme != "https" && (_isHttps || url.Scheme != "http")))
        {
            throw Malformed(answer, "the answer has no usable address for the upload");
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
                Body = VendorBody.Multipart([.. ticket.Fields.Select(field => VendorPart.Text(field.Key, field.Value)), VendorPart.Upload("file", file)]),
            },
            cancellationToken).ConfigureAwait(false);
        return ticket.RunwayUri;
    }
}
