using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.Media;

namespace Atelier.Providers.AiHubMix;

/// <summary>
/// A finished video at the vendor. Each opening is a fresh download from the gateway; when that has nothing, from the URL that some
/// vendors add to the task.
/// </summary>
internal sealed class AiHubMixVideoSource : MediaSource
{
    private readonly VideoTask _video;
    private readonly AiHubMixClient _client;
    private readonly MediaDownloads _downloads;

    public AiHubMixVideoSource(VideoTask video, AiHubMixClient client, MediaDownloads downloads)
    {
        _video = video;
        _client = client;
        _downloads = downloads;
        ContentType = "video/mp4";
        FileName = "video.mp4";
        Width = video.Width;
        Height = video.Height;
        DurationSeconds = video.Seconds;
    }

    public override async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.OpenVideoContentAsync(_video.Id, cancellationToken);
            return new DownloadStream(answer, _downloads.MapFailure);
        }
        catch (VendorException) when (Uri.TryCreate(_video.ResultUrl, UriKind.Absolute, out var url))
        {
            return _client.IsOwn(url)
                ? await OpenOwnAsync(url, cancellationToken)
                : await _downloads.FromUrl(url, ContentType, FileName).OpenAsync(cancellationToken);
        }
        catch (VendorException e)
        {
            throw new MediaUnavailableException(_downloads.MapFailure(e), e);
        }
    }

    // At the gateway's own address nothing is had without the key; at any other it must not be shown.
    private async Task<Stream> OpenOwnAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return new DownloadStream(await _client.OpenResultAsync(url, cancellationToken), _downloads.MapFailure);
        }
        catch (VendorException e)
        {
            throw new MediaUnavailableException(_downloads.MapFailure(e), e);
        }
    }
}
