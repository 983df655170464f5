using Atelier.Clients.Http;

namespace Atelier.Providers.Media;

/// <summary>Results that lie at a URL. Each opening is a fresh download, sent without any credentials of ours.</summary>
internal sealed class MediaDownloads(MediaDownloader downloader, string vendorTitle)
{
    /// <summary>Prepares a download of a result; nothing is sent before the source is opened.</summary>
    /// <param name="url">Where the vendor put it; may be signed, so it is never logged or quoted.</param>
    /// <param name="contentType">Its type, when the vendor told.</param>
    /// <param name="fileName">A name for it, when one is known.</param>
    public MediaSource FromUrl(Uri url, string? contentType, string? fileName) =>
        new DownloadSource(url, contentType, fileName, this);

    /// <summary>What it means that a result cannot be had: the work is done and charged, so only another try helps.</summary>
    internal ProviderFailure MapFailure(VendorException exception) =>
        new(ProviderFailureKind.VendorFault, $"The result at {vendorTitle} could not be downloaded: {ReasonOf(exception)}")
        {
            // A signed URL that has run out is replaced by asking for the task again.
            Retryable = exception is not DownloadRefusedException,
            MayHaveCharged = true,
            VendorStatus = exception.StatusCode,
            RetryAfter = exception.RetryAfter,
        };

    private async Task<Stream> OpenAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await downloader.OpenAsync(url, cancellationToken: cancellationToken);
            return new DownloadStream(answer, MapFailure);
        }
        catch (VendorException e)
        {
            throw new MediaUnavailableException(MapFailure(e), e);
        }
    }

    private static string ReasonOf(VendorException exception) => exception switch
    {
        DownloadRefusedException => "it lies where downloads are not allowed to go.",
        { StatusCode: { } status and >= 400 } => $"its address answered {status}.",
        VendorTimeoutException => "no answer in time.",
        _ => exception.VendorMessage,
    };

    private sealed class DownloadSource : MediaSource
    {
        private readonly Uri _url;
        private readonly MediaDownloads _downloads;

        public DownloadSource(Uri url, string? contentType, string? fileName, MediaDownloads downloads)
        {
            _url = url;
            _downloads = downloads;
            ContentType = contentType;
            FileName = fileName;
        }

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => _downloads.OpenAsync(_url, cancellationToken);
    }
}
