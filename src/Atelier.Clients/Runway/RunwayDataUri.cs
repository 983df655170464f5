using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>Makes data URIs, the form in which small media travels inside a request.</summary>
public static class RunwayDataUri
{
    /// <summary>The longest data URI, in characters of the whole URI: 5,242,880, which holds about 3.9 million bytes.</summary>
    public const int MaxLength = 5_242_880;

    private const int Base64Group = 4;
    private const int BytesInGroup = 3;

    /// <summary>Reads a file into a data URI. No more of it is read than fits.</summary>
    /// <param name="file">The file; its content type goes into the URI.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The URI would be longer than <see cref="MaxLength"/>; upload the file instead.</exception>
    public static async Task<string> FromFileAsync(VendorFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var stream = await file.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await FromStreamAsync(stream, file.ContentType, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a stream to its end into a data URI. No more of it is read than fits.</summary>
    /// <param name="content">The bytes; stays open.</param>
    /// <param name="contentType">Their media type, such as <c>image/png</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The URI would be longer than <see cref="MaxLength"/>; upload the file instead.</exception>
    public static async Task<string> FromStreamAsync(Stream content, string contentType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        var prefix = $"data:{contentType};base64,";
        var most = (MaxLength - prefix.Length) / Base64Group * BytesInGroup;
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > most)
            {
                throw TooLong(nameof(content));
            }

            bytes.Write(buffer, 0, read);
        }

        return string.Concat(prefix, Convert.ToBase64String(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    internal static ArgumentException TooLong(string field) =>
        new($"'{field}' must be a data URI of at most {MaxLength} characters; upload larger media and use its runway:// URI.", field);
}
