using Atelier.Clients.Http;
using Atelier.Providers.Mapping;
using Atelier.Providers.Media;

namespace Atelier.Providers.AiHubMix;

/// <summary>
/// Speech as it comes from the vendor. It is bought by being asked for, so it can be read once only. Its first bytes are looked at
/// before it counts as a result, while there is still somebody to ask again.
/// </summary>
internal sealed class AiHubMixSpeechSource : MediaSource
{
    private readonly VendorStream _answer;
    private readonly ReadOnlyMemory<byte> _start;
    private readonly Func<VendorException, ProviderFailure> _mapFailure;
    private int _opened;

    private AiHubMixSpeechSource(
        VendorStream answer, ReadOnlyMemory<byte> start, string? format, Func<VendorException, ProviderFailure> mapFailure)
    {
        _answer = answer;
        _start = start;
        _mapFailure = mapFailure;
        ContentType = answer.ContentType.StartsWith("audio/", StringComparison.Ordinal) ? answer.ContentType : TypeOf(format);
        Length = answer.Length;
        FileName = $"speech.{format ?? "mp3"}";
    }

    public override bool CanReopen => false;

    private static ProviderFailure AlreadyRead { get; } =
        new(ProviderFailureKind.VendorFault, "The speech was already read; it comes once.") { Retryable = true, MayHaveCharged = true };

    /// <summary>What an answer comes to: speech, nothing, or something that is no sound.</summary>
    /// <param name="answer">The open answer; disposed unless it becomes the result.</param>
    /// <param name="format">The format asked for; <see langword="null"/> means MP3.</param>
    /// <param name="policy">What an answer comes to that is no sound.</param>
    /// <param name="mapFailure">What it means that the speech breaks off.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="VendorException">The answer broke off at once.</exception>
    public static async Task<SubmitOutcome> ReadAsync(
        VendorStream answer,
        string? format,
        SubmitPolicy policy,
        Func<VendorException, ProviderFailure> mapFailure,
        CancellationToken cancellationToken)
    {
        AiHubMixSpeechSource? source = null;
        try
        {
            var start = new byte[MediaTypes.FirstBytes];
            var count = await answer.Content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            if (count == 0)
            {
                return new SubmitOutcome.Completed(new ProviderResult([]));
            }

            if (format is not "pcm" && !IsSound(start.AsSpan(0, count)))
            {
                return VendorCalls.OutcomeOf(AiHubMixFailureMapper.UnusableAnswer(), policy);
            }

            source = new AiHubMixSpeechSource(answer, start.AsMemory(0, count), format, mapFailure);
            return new SubmitOutcome.Completed(new ProviderResult([source]));
        }
        finally
        {
            if (source is null)
            {
                await answer.DisposeAsync();
            }
        }
    }

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Interlocked.Exchange(ref _opened, 1) == 0
            ? Task.FromResult<Stream>(new StartedStream(_start, new DownloadStream(_answer, _mapFailure)))
            : throw new MediaUnavailableException(AlreadyRead);
    }

    public override async ValueTask DisposeAsync()
    {
        await _answer.DisposeAsync();
        await base.DisposeAsync();
    }

    // MP3 and AAC without a header of their own begin with eleven bits set.
    private static bool IsSound(ReadOnlySpan<byte> start) =>
        start is [0xFF, >= 0xE0, ..] || MediaTypes.FromFirstBytes(start)?.StartsWith("audio/", StringComparison.Ordinal) == true;

    private static string TypeOf(string? format) => format switch
    {
        null or "mp3" => "audio/mpeg",
        "opus" => "audio/ogg",
        _ => $"audio/{format}",
    };
}
