using System.IO.Pipelines;
using Atelier.Providers;

namespace Atelier.Services.Generations;

/// <summary>
/// Media that is read from the vendor at once: each piece goes to the listening caller and, through a small pipe, to whoever stores it. A
/// caller who leaves or is slow does not hold up the storing; a store that is slow holds up the reading, so memory stays bounded.
/// </summary>
internal sealed class LiveMedia : MediaSource
{
    private const int PieceBytes = 16 * 1024;

    private readonly MediaSource _inner;
    private readonly LiveAnswer _live;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 512 * 1024, useSynchronizationContext: false));
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pump;
    private int _opened;

    private LiveMedia(MediaSource inner, LiveAnswer live)
    {
        _inner = inner;
        _live = live;
        ContentType = inner.ContentType;
        Length = inner.Length;
        FileName = inner.FileName;
        DurationSeconds = inner.DurationSeconds;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>What is read is gone.</summary>
    public override bool CanReopen => false;

    /// <summary>Begins to read when somebody listens and the result is one file; otherwise answers the result as it is.</summary>
    public static ProviderResult Tee(ProviderResult result, LiveAnswer? live) =>
        live is not null && result.Media.Count == 1 && live.TryBegin() ? result with { Media = [new LiveMedia(result.Media[0], live)] } : result;

    /// <summary>
    /// Waits until the listening caller, if there is one, has the first bytes, but not longer than given: what is done meanwhile would take the
    /// processor from them.
    /// </summary>
    public static Task HeardAsync(ProviderResult result, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) =>
        result.Media is [LiveMedia live] ? Task.WhenAny(live._live.Heard, Task.Delay(atMost, time, cancellationToken)) : Task.CompletedTask;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Interlocked.Exchange(ref _opened, 1) == 0
            ? Task.FromResult(_pipe.Reader.AsStream())
            : throw new MediaUnavailableException(
                new ProviderFailure(ProviderFailureKind.VendorFault, "The result was already read; it comes once.") { Retryable = true, MayHaveCharged = true });
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pipe.Reader.CompleteAsync();
        await _pump;
        await _inner.DisposeAsync();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    private async Task PumpAsync()
    {
        try
        {
            await using (var source = await _inner.OpenAsync(_stop.Token))
            {
                await CopyAsync(source);
            }

            await _pipe.Writer.CompleteAsync();
            _live.Complete();
        }
        catch (Exception error)
        {
            // Whoever stores it meets the same fault, and decides what it means.
            await _pipe.Writer.CompleteAsync(error);
            _live.Break();
        }
    }

    private async Task CopyAsync(Stream source)
    {
        while (true)
        {
            var memory = _pipe.Writer.GetMemory(PieceBytes);
            var count = await source.ReadAsync(memory, _stop.Token);
            if (count == 0)
            {
                return;
            }

            _live.Write(memory[..count].ToArray());
            _pipe.Writer.Advance(count);
            if ((await _pipe.Writer.FlushAsync(_stop.Token)).IsCompleted)
            {
                _live.Break();
                return;
            }
        }
    }
}
