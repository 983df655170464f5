using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Media;

namespace Atelier.Providers.Stability;

/// <summary>
/// A finished video. The answer to the poll is the video itself, so the first opening reads on from there; a later one asks again,
/// which the vendor allows for a day.
/// </summary>
internal sealed class StabilityVideoSource : MediaSource
{
    private readonly Func<CancellationToken, Task<StabilityVideo?>> _askAgain;
    private StabilityVideo? _unread;

    public StabilityVideoSource(StabilityVideo video, Func<CancellationToken, Task<StabilityVideo?>> askAgain)
    {
        _unread = video;
        _askAgain = askAgain;
        ContentType = video.Media.ContentType;
        Length = video.Media.Length;
        FileName = "video.mp4";
    }

    public override async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var video = Interlocked.Exchange(ref _unread, null) ?? await _askAgain(cancellationToken);
            return video is null
                ? throw new MediaUnavailableException(NotThere)
                : new DownloadStream(video.Media, StabilityFailureMapper.Map);
        }
        catch (VendorException e)
        {
            throw new MediaUnavailableException(StabilityFailureMapper.Map(e) with { MayHaveCharged = true }, e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _unread, null) is { } unread)
        {
            await unread.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private static ProviderFailure NotThere { get; } =
        new(ProviderFailureKind.VendorFault, "Stability AI says that the video, which was there before, is not finished.")
        {
            Retryable = true,
            MayHaveCharged = true,
        };
}
