using Atelier.Clients.Http;
using Atelier.Providers.Media;

namespace Atelier.Providers.AiHubMix;

/// <summary>Speech as it comes from the vendor. It is bought by being asked for, so it can be read once only.</summary>
internal sealed class AiHubMixSpeechSource : MediaSource
{
    private readonly VendorStream _answer;
    private readonly Func<VendorException, ProviderFailure> _mapFailure;
    private int _opened;

    public AiHubMixSpeechSource(VendorStream answer, string? format, Func<VendorException, ProviderFailure> mapFailure)
    {
        _answer = answer;
        _mapFailure = mapFailure;
        ContentType = answer.ContentType is { Length: > 0 } told and not "application/octet-stream" ? told : TypeOf(format);
        Length = answer.Length;
        FileName = $"speech.{format ?? "mp3"}";
    }

    public override bool CanReopen => false;

    private static ProviderFailure AlreadyRead { get; } =
        new(ProviderFailureKind.VendorFault, "The speech was already read; it comes once.") { Retryable = true, MayHaveCharged = true };

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Interlocked.Exchange(ref _opened, 1) == 0
            ? Task.FromResult<Stream>(new DownloadStream(_answer, _mapFailure))
            : throw new MediaUnavailableException(AlreadyRead);
    }

    public override async ValueTask DisposeAsync()
    {
        await _answer.DisposeAsync();
        await base.DisposeAsync();
    }

    private static string TypeOf(string? format) => format switch
    {
        null or "mp3" => "audio/mpeg",
        "opus" => "audio/ogg",
        _ => $"audio/{format}",
    };
}
