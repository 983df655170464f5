using Atelier.Clients.Http;

namespace Atelier.Providers.Media;

/// <summary>
/// Fetches media from URLs that callers gave. The address is checked at the moment of connecting, so a name that resolves to a private
/// address is refused whatever it resolved to before. Size and time of the whole are limited: a stranger's server that sends a byte now and then
/// would otherwise hold a request for ever.
/// </summary>
internal sealed class MediaFetcher(MediaDownloader downloader, TimeProvider? time = null) : IMediaFetcher
{
    /// <summary>The longest a fetch may take, from the look-up of the name to the last byte.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(5);

    private static readonly ProviderFailure TooSlow = new(
        ProviderFailureKind.InvalidRequest, $"The media at the given URL did not arrive within {LongestTime.TotalMinutes:0} minutes.");

    public MediaSource FromUrl(Uri url, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        return new DelegateMediaSource(token => OpenAsync(url, maxBytes, token))
        {
            FileName = url.IsAbsoluteUri && Path.GetFileName(url.AbsolutePath) is { Length: > 0 } name ? name : null,
        };
    }

    private async Task<Stream> OpenAsync(Uri url, long maxBytes, CancellationToken cancellationToken)
    {
        var clock = new CancellationTokenSource(LongestTime, time ?? TimeProvider.System);
        var limit = new DownloadLimit(maxBytes, TooLarge(maxBytes), clock, TooSlow);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token);
            var answer = await downloader.OpenAsync(url, cancellationToken: either.Token);
            if (answer.Length > maxBytes)
            {
                await answer.DisposeAsync();
                throw new MediaUnavailableException(limit.Exceeded);
            }

            return new DownloadStream(answer, MapFailure, limit);
        }
        catch (Exception e)
        {
            var late = clock.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
            clock.Dispose();
            throw e switch
            {
                OperationCanceledException when late => new MediaUnavailableException(TooSlow, e),
                VendorException fault => new MediaUnavailableException(MapFailure(fault), e),
                _ => e,
            };
        }
    }

    private static ProviderFailure TooLarge(long maxBytes) =>
        new(ProviderFailureKind.InvalidRequest, $"The media at the given URL is larger than {maxBytes} bytes.");

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
