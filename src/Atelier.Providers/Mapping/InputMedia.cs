using Atelier.Clients.Http;

namespace Atelier.Providers.Mapping;

/// <summary>Input media in the forms vendors take.</summary>
internal static class InputMedia
{
    /// <summary>
    /// The media as a file to send. Its type is told by the source, else by its name, else by its first bytes; it is opened anew for
    /// each attempt, so it is never held in memory.
    /// </summary>
    /// <param name="media">The media; must be re-openable when the call may be repeated.</param>
    /// <param name="inputName">Our input name, for the file name and for errors.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="InvalidInputException">Nobody can tell what it is.</exception>
    /// <exception cref="MediaUnavailableException">It cannot be read.</exception>
    public static async Task<VendorFile> ToFileAsync(MediaSource media, string inputName, CancellationToken cancellationToken)
    {
        var type = media.ContentType
            ?? (media.FileName is { } name ? MediaTypes.FromFileName(name) : null)
            ?? await SniffAsync(media, cancellationToken)
            ?? throw new InvalidInputException(inputName, $"'{inputName}' is not media of a known type.");
        return new VendorFile(
            media.FileName ?? $"{inputName}.{MediaTypes.ExtensionOf(type)}",
            type,
            async token => await media.OpenAsync(token),
            media.Length);
    }

    /// <summary>
    /// The file as a data URI, or <see langword="null"/> when that would be longer than allowed. At most the allowed length is read.
    /// </summary>
    public static async Task<string?> ToDataUriAsync(VendorFile file, int longestDataUri, CancellationToken cancellationToken)
    {
        var prefix = $"data:{file.ContentType};base64,";
        var mostBytes = (longestDataUri - prefix.Length) / 4 * 3;
        if (file.Length > mostBytes)
        {
            return null;
        }

        await using var stream = await file.OpenAsync(cancellationToken);
        var buffer = new byte[file.Length is { } length ? (int)length + 1 : mostBytes + 1];
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count > mostBytes ? null : string.Concat(prefix, Convert.ToBase64String(buffer.AsSpan(0, count)));
    }

    private static async Task<string?> SniffAsync(MediaSource media, CancellationToken cancellationToken)
    {
        if (!media.CanReopen)
        {
            return null;
        }

        await using var stream = await media.OpenAsync(cancellationToken);
        var start = new byte[MediaTypes.FirstBytes];
        var count = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return MediaTypes.FromFirstBytes(start.AsSpan(0, count));
    }
}
