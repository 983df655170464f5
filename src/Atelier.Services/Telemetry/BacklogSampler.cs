using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Telemetry;

/// <summary>Counts the unfinished generations every few seconds, so that a scrape never waits for the database.</summary>
internal sealed partial class BacklogSampler(
    IDbContextFactory<AtelierDbContext> contexts, ServiceMetrics metrics, TimeProvider time, ILogger<BacklogSampler> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    /// <summary>Counts once.</summary>
    internal async Task SampleAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Generations
            .Where(g => g.State < GenerationState.Completed)
            .GroupBy(g => new { g.Provider, g.Book, g.State })
            .Select(group => new { group.Key.Provider, group.Key.Book, group.Key.State, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        metrics.Backlog([.. rows.Select(row => new BacklogEntry(row.Provider, row.Book, row.State, row.Count))]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            do
            {
                await TrySampleAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TrySampleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SampleAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // The last count stays until the database answers again.
            LogFailed(error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The backlog could not be counted; the metric keeps its last value")]
    private partial void LogFailed(Exception error);
}
