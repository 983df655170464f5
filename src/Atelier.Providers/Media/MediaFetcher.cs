using Atelier.Clients.Http;

namespace Atelier.Providers.Media;

/// <summary>
/// Fetches media from URLs that callers gave. The address is checked at the moment of connecting, so a name that resolves to a private
/// address is refused whatever it resolved to before.
/// </summary>
internal sealed class MediaFetcher(MediaDownloader downloader) : IMediaFetcher
{
    public MediaSource FromUrl(Uri url, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        var limit = new DownloadLimit(
            maxBytes, new ProviderFailure(ProviderFailureKind.InvalidRequest, $"The media at the given URL is larger than {maxBytes} bytes."));
        return new DelegateMediaSource(token => OpenAsync(url, limit, token))
        {
            FileName = url.IsAbsoluteUri && Path.GetFileName(url.AbsolutePath) is { Length: > 0 } name ? name : null,
        };
    }

    private async Task<Stream> OpenAsync(Uri url, DownloadLimit limit, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await downloader.OpenAsync(url, cancellationToken: cancellationToken);
            if (answer.Length > limit.Bytes)
            {
                await answer.DisposeAsync();
                throw new MediaUnavailableException(limit.Exceeded);
            }

            return new DownloadStream(answer, MapFailure, limit);
        }
        catch (VendorException e)
        {
            throw new MediaUnavailableException(MapFailure(e), e);
        }
    }

    /// <summary>The URL is the caller's, so whatever is wrong with it is too; only a fault of the moment may be tried again.</summary>
    private static ProviderFailure MapFailure(VendorException exception) =>
        new(ProviderFailureKind.InvalidRequest, $"The media at the given URL could not be fetched: {ReasonOf(exception)}")
        {
            Retryable = exception is VendorServerException or VendorTimeoutException or VendorConnectionException or VendorRateLimitedException,
            VendorStatus = exception.StatusCode,
            RetryAfter = exception.RetryAfter,
        };

    private static string ReasonOf(VendorException exception) => exception switch
    {
        DownloadRefusedException => "only public addresses are fetched, over https.",
        { StatusCode: { } status and >= 400 } => $"it answered {status}.",
        VendorTimeoutException => "it did not answer in time.",
        _ => exception.VendorMessage,
    };
}
