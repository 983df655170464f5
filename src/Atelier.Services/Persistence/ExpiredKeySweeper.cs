using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Persistence;

/// <summary>
/// Removes idempotency keys, places of shared results and browser sessions that have expired, every ten minutes. They have no effect any more: this only keeps the tables small.
/// </summary>
internal sealed partial class ExpiredKeySweeper(IDatabaseWriter writer, IResultCache results, TimeProvider time, ILogger<ExpiredKeySweeper> logger) : BackgroundService
{
    // Small enough not to hold up callers' transactions that wait behind it.
    private const int Portion = 500;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    /// <summary>Removes all that have expired by now and tells how many there were.</summary>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var total = 0;
        int removed;
        do
        {
            removed = await writer.WriteAsync((context, token) => RemoveAsync(context, now, token), cancellationToken);
            total += removed;
        }
        while (removed == Portion);

        while (await results.RemoveExpiredAsync(now, Portion, cancellationToken) == Portion)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await writer.WriteAsync((context, token) => context.Sessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(token), cancellationToken);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TrySweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what is left is removed after the next start.
        }
    }

    private static Task<int> RemoveAsync(AtelierDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expired = context.IdempotencyKeys.Where(k => k.ExpiresAt <= now).OrderBy(k => k.ExpiresAt).Take(Portion);
        return context.IdempotencyKeys
            .Where(k => expired.Any(e => e.UserId == k.UserId && e.Book == k.Book && e.Key == k.Key))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            LogSwept(await SweepAsync(cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The rows do no harm; the next turn tries again.
            LogSweepFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Count} expired idempotency keys were removed")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Warning, "Expired idempotency keys could not be removed")]
    private partial void LogSweepFailed(Exception exception);
}
