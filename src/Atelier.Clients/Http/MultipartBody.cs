using System.Net.Http.Headers;
using System.Text;

namespace Atelier.Clients.Http;

/// <summary>
/// Form data as the pickiest of the vendors reads it: quoted names, no content type on text parts, a boundary without quotes.
/// </summary>
internal sealed class MultipartBody(IReadOnlyList<VendorPart> parts) : VendorBody
{
    internal override bool HasFiles => parts.Any(part => part.File is not null);

    internal override HttpContent CreateContent()
    {
        var boundary = $"atelier-{Guid.NewGuid():N}";
        var content = new MultipartFormDataContent(boundary);
        content.Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data")
        {
            Parameters = { new NameValueHeaderValue("boundary", boundary) },
        };
        foreach (var part in parts)
        {
            content.Add(CreatePart(part));
        }

        return content;
    }

    private static HttpContent CreatePart(VendorPart part)
    {
        var content = part.File is { } file
            ? new VendorFileContent(file)
            : (HttpContent)new ByteArrayContent(Encoding.UTF8.GetBytes(part.Value!));
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = Quote(part.Name) };
        if (part.File is not null)
        {
            content.Headers.ContentDisposition.FileName = Quote(Printable(part.File.FileName));
        }

        return content;
    }

    private static string Quote(string text) => $"\"{text}\"";

    // A name outside ASCII would be sent in an encoding that form parsers do not read, and a quote or line break would end the header.
    private static string Printable(string name) =>
        string.Concat(name.Select(c => c is >= ' ' and <= '~' and not ('"' or '\\') ? c : '_'));
}
