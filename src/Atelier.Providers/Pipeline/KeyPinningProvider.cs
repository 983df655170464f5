using System.Text.RegularExpressions;
using Atelier.Clients.Http;

namespace Atelier.Providers.Pipeline;

/// <summary>
/// Keeps a task with the key that started it, for accounts with several keys: the key's id travels at the end of the task id, and polls,
/// cancellations and downloads use that key again. With one key nothing changes.
/// </summary>
internal sealed partial class KeyPinningProvider(IGenerationProvider inner) : IGenerationProvider, IChatProvider
{
    private const char Mark = '~';

    public string Name => inner.Name;

    public ProviderCapabilities Capabilities => inner.Capabilities;

    public async Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var scope = VendorKeyScope.Begin();
        return await inner.SubmitAsync(request, cancellationToken) switch
        {
            SubmitOutcome.Accepted accepted when scope.UsedKeyId is { } key =>
                accepted with { VendorTaskId = $"{accepted.VendorTaskId}{Mark}{key}" },
            SubmitOutcome.Completed completed => new SubmitOutcome.Completed(Pinned(completed.Result, scope.UsedKeyId)),
            var other => other,
        };
    }

    public async Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        var (bare, key) = Split(task);
        using var scope = VendorKeyScope.Begin(key);
        return await inner.PollAsync(bare, cancellationToken) is var outcome && outcome is PollOutcome.Completed completed
            ? new PollOutcome.Completed(Pinned(completed.Result, key))
            : outcome;
    }

    public async Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        var (bare, key) = Split(task);
        using var scope = VendorKeyScope.Begin(key);
        return await inner.CancelAsync(bare, cancellationToken);
    }

    public Task<SubmitOutcome> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        ((IChatProvider)inner).CompleteAsync(request, cancellationToken);

    public IAsyncEnumerable<ChatUpdate> StreamAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        ((IChatProvider)inner).StreamAsync(request, cancellationToken);

    private static (ProviderTask Task, string? Key) Split(ProviderTask task)
    {
        var match = KeyAtEnd().Match(task.VendorTaskId);
        return match.Success ? (task with { VendorTaskId = task.VendorTaskId[..match.Index] }, match.Groups[1].Value) : (task, null);
    }

    private static ProviderResult Pinned(ProviderResult result, string? key) => key is null
        ? result
        : result with { Media = [.. result.Media.Select(media => media is BytesMediaSource ? media : new PinnedMediaSource(media, key))] };

    [GeneratedRegex("~(k[0-9a-f]{8})$")]
    private static partial Regex KeyAtEnd();

    /// <summary>Media that is fetched with the key of its task.</summary>
    private sealed class PinnedMediaSource : MediaSource
    {
        private readonly MediaSource _inner;
        private readonly string _key;

        public PinnedMediaSource(MediaSource inner, string key)
        {
            _inner = inner;
            _key = key;
            ContentType = inner.ContentType;
            Length = inner.Length;
            FileName = inner.FileName;
            Width = inner.Width;
            Height = inner.Height;
            DurationSeconds = inner.DurationSeconds;
        }

        public override bool CanReopen => _inner.CanReopen;

        public override async Task<Stream> OpenAsync(CancellationToken cancellationToken)
        {
            using var scope = VendorKeyScope.Begin(_key);
            return await _inner.OpenAsync(cancellationToken);
        }

        public override async ValueTask DisposeAsync()
        {
            await _inner.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
