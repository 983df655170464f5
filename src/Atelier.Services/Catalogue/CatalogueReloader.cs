using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Catalogue;

/// <summary>Reloads the catalogue when the operator's file changes: at once where the operating system tells, otherwise at the next look.</summary>
internal sealed partial class CatalogueReloader(
    ModelCatalogue catalogue, IOptions<CatalogueOptions> options, TimeProvider time, ILogger<CatalogueReloader> logger) : BackgroundService
{
    // Editors write a file in several steps; the last of them is the one to read.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _changed = new(0);

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.OverridePath is not { } path)
        {
            return;
        }

        using var watcher = Watch(Path.GetFullPath(path));
        using var timer = new PeriodicTimer(options.Value.RecheckInterval, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var notice = _changed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var first = await Task.WhenAny(tick, notice).ConfigureAwait(false);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            if (first == notice)
            {
                await Task.Delay(Settle, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                notice = _changed.WaitAsync(stoppingToken);
            }
            else
            {
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }

            catalogue.Reload();
        }
    }

    private FileSystemWatcher? Watch(string path)
    {
        try
        {
            var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path))
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += Notice;
            watcher.Created += Notice;
            watcher.Deleted += Notice;
            watcher.Renamed += Notice;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            // The folder is not there yet, or the system has no watches left: the regular look remains.
            LogNotWatched(path, exception.Message);
            return null;
        }
    }

    private void Notice(object sender, FileSystemEventArgs change)
    {
        try
        {
            _changed.Release();
        }
        catch (ObjectDisposedException)
        {
            // A last notice while the host stops; nobody reads it any more.
        }
    }

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "{Path} is not watched and only looked at regularly: {Reason}")]
    private partial void LogNotWatched(string path, string reason);
}
