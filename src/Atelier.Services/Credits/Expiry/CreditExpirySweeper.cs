using System.Collections.Frozen;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Credits.Expiry;

/// <summary>
/// Looks every 15 seconds for grants whose time is over, and remembers whose will be soon: before any of those spends, what has ended goes
/// back first. Any number of nodes may do so at once.
/// </summary>
internal sealed partial class CreditExpirySweeper(
    IDbContextFactory<AtelierDbContext> contexts, IDatabaseWriter writer, IdFactory ids, TimeProvider time, ILogger<CreditExpirySweeper> logger) : BackgroundService
{
    private const int Portion = 200;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Ahead = 2 * Between;

    // Replaced as a whole by each look; what ends within the next looks is few.
    private volatile FrozenDictionary<(string Payer, Book Book), DateTimeOffset> _soon = FrozenDictionary<(string, Book), DateTimeOffset>.Empty;

    /// <summary>Takes back what has expired by now and tells how many micro-credits that were.</summary>
    internal async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        await LookAheadAsync(cancellationToken);
        var now = time.GetUtcNow();
        long total = 0;
        foreach (var (payer, book) in await DueAsync(now, cancellationToken))
        {
            total += await writer.WriteAsync((context, token) => CreditExpiry.RunAsync(context, payer, book, ids, time, token), cancellationToken);
        }

        return total;
    }

    /// <summary>Remembers whose grants end before the look after the next.</summary>
    internal async Task LookAheadAsync(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Ahead;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var soon = await context.CreditLots.Where(l => l.SettledAt == null && l.ExpiresAt <= until)
            .OrderBy(l => l.ExpiresAt).Select(l => new { l.UserId, l.Book, l.ExpiresAt }).Take(MostRemembered).ToListAsync(cancellationToken);
        _soon = soon.DistinctBy(one => (one.UserId, one.Book)).ToFrozenDictionary(one => (one.UserId, one.Book), one => one.ExpiresAt);
    }

    /// <summary>Before somebody spends: takes back what has ended, so that it is not spent. Costs a look into memory for everybody else.</summary>
    internal Task BeforeSpendingAsync(string payerId, Book book, CancellationToken cancellationToken) =>
        _soon.TryGetValue((payerId, book), out var ends) && ends <= time.GetUtcNow()
            ? writer.WriteAsync((context, token) => CreditExpiry.RunAsync(context, payerId, book, ids, time, token), cancellationToken)
            : Task.CompletedTask;

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
            // The host stops; what is due is taken after the next start.
        }
    }

    private async Task<List<(string Payer, Book Book)>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await context.CreditLots.Where(l => l.SettledAt == null && l.ExpiresAt <= now)
            .Select(l => new { l.UserId, l.Book }).Distinct().OrderBy(l => l.UserId).Take(Portion).ToListAsync(cancellationToken);
        return due.ConvertAll(one => (one.UserId, one.Book));
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await SweepAsync(cancellationToken) is > 0 and var micro)
            {
                LogExpired(MicroCredits.Format(micro));
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is lost: the next turn finds the same grants.
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Credits} credits of grants expired")]
    private partial void LogExpired(string credits);

    [LoggerMessage(LogLevel.Warning, "Expired credits could not be taken back")]
    private partial void LogFailed(Exception exception);
}
