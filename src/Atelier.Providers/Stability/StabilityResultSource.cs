using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Providers.Mapping;
using Atelier.Providers.Media;

namespace Atelier.Providers.Stability;

/// <summary>
/// A finished result. The answer to the poll is the result itself, so the first opening reads on from there; a later one asks again,
/// which the vendor allows for a day.
/// </summary>
internal sealed class StabilityResultSource : MediaSource
{
    private readonly Func<CancellationToken, Task<StabilityOpenMedia?>> _askAgain;
    private StabilityOpenMedia? _unread;

    public StabilityResultSource(StabilityOpenMedia result, Func<CancellationToken, Task<StabilityOpenMedia?>> askAgain)
    {
        _unread = result;
        _askAgain = askAgain;
        ContentType = result.Media.ContentType;
        Length = result.Media.Length;
        FileName = $"{ContentType.Split('/')[0]}.{MediaTypes.ExtensionOf(ContentType)}";
    }

    public override async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = Interlocked.Exchange(ref _unread, null) ?? await _askAgain(cancellationToken);
            return result is null
                ? throw new MediaUnavailableException(NotThere)
                : new DownloadStream(result.Media, StabilityFailureMapper.Map);
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
        new(ProviderFailureKind.VendorFault, "Stability AI says that the result, which was there before, is not finished.")
        {
            Retryable = true,
            MayHaveCharged = true,
        };
}
