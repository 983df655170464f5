using Atelier.Services.Generations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Atelier.Engine.Generations;

/// <summary>
/// Resumes unfinished generations that nobody executes: as soon as the node is part of the cluster, and every few seconds. Runs on every node; two nodes that pick the same
/// generation do no harm, because only one of them wins the claim.
/// </summary>
internal sealed partial class RecoveryService(
    IGenerationStore store,
    IGenerationDispatcher dispatcher,
    INodeDirectory nodes,
    ResumeQueue resume,
    IOptions<EngineOptions> options,
    TimeProvider time,
    ILogger<RecoveryService> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan BetweenFullBatches = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(RecoveryService), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <summary>Looks once; returns how many generations were resumed.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (resume.TryTake(out var id))
        {
            dispatcher.Dispatch(id);
            count++;
        }

        var settings = options.Value;
        var orphans = await store.FindResumableAsync(
            nodes.Live, settings.DispatchGrace, settings.StuckAfter, settings.RecoveryBatch, cancellationToken);
        foreach (var id in orphans)
        {
            dispatcher.Dispatch(id);
        }

        if (orphans.Count > 0)
        {
            EngineTelemetry.Resumed.Add(orphans.Count);
            LogResumed(orphans.Count);
        }

        return count + orphans.Count;
    }

    public void Dispose() => _stop.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(() => LoopAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop.WaitAsync(cancellationToken);
    }

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.Value.RecoveryInterval;
            try
            {
                var resumed = await RunOnceAsync(stoppingToken);
                if (resumed >= options.Value.RecoveryBatch && BetweenFullBatches < wait)
                {
                    wait = BetweenFullBatches;
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error);
            }

            try
            {
                await Task.Delay(wait, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Resuming {Count} unfinished generations that nobody executes")]
    private partial void LogResumed(int count);

    [LoggerMessage(LogLevel.Error, "Looking for unfinished generations failed; trying again")]
    private partial void LogFailed(Exception error);
}
