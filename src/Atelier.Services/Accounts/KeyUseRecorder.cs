using System.Collections.Concurrent;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Accounts;

/// <summary>Writes when keys and sessions were last used: in the background, many at once, each key at most once a minute.</summary>
internal sealed partial class KeyUseRecorder(IDatabaseWriter writer, TimeProvider time, ILogger<KeyUseRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Notes a use of a key or a session, by its id; costs no waiting.</summary>
    public void Used(string id) => _used[id] = time.GetUtcNow();

    /// <summary>Writes what has been noted so far.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        var uses = new List<KeyValuePair<string, DateTimeOffset>>();
        foreach (var key in _used.Keys)
        {
            if (_used.TryRemove(key, out var at))
            {
                uses.Add(new(key, at));
            }
        }

        if (uses.Count > 0)
        {
            await writer.WriteAsync((context, token) => WriteAsync(context, uses, token), cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryFlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what is still noted is written on the way out.
        }

        await TryFlushAsync(CancellationToken.None);
    }

    private static async Task<int> WriteAsync(
        Persistence.AtelierDbContext context, List<KeyValuePair<string, DateTimeOffset>> uses, CancellationToken cancellationToken)
    {
        var written = 0;
        foreach (var (key, at) in uses)
        {
            DateTimeOffset? used = at;
            if (key.StartsWith(IdPrefixes.Session, StringComparison.Ordinal))
            {
                written += await context.Sessions
                    .Where(s => s.Id == key && s.LastSeenAt < at)
                    .ExecuteUpdateAsync(row => row.SetProperty(s => s.LastSeenAt, at), cancellationToken);
                continue;
            }

            written += await context.ApiKeys
                .Where(k => k.Id == key && (k.LastUsedAt == null || k.LastUsedAt < used))
                .ExecuteUpdateAsync(row => row.SetProperty(k => k.LastUsedAt, used), cancellationToken);
        }

        return written;
    }

    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // When a key was last used is a convenience; the next use is noted again.
            LogFlushFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The times at which keys were last used could not be written")]
    private partial void LogFlushFailed(Exception exception);
}
