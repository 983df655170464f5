using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Atelier.Engine.Generations;

/// <summary>
/// Counts the steps under way on this node. When the node stops it lets no new step begin, waits for those under way (the answer to a
/// submission exists nowhere else) and breaks off what does not finish in time.
/// </summary>
internal sealed partial class StepDrain(IOptions<EngineOptions> options, TimeProvider time, ILogger<StepDrain> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _underWay;
    private bool _stopping;

    /// <summary>Cancelled when steps under way must be broken off.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(StepDrain), ServiceLifecycleStage.Active, _ => Task.CompletedTask, DrainAsync);

    /// <summary>Whether a step may begin; each that does must <see cref="End"/>.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            if (!_stopping)
            {
                _underWay++;
                EngineTelemetry.StepsUnderWay.Add(1);
            }

            return !_stopping;
        }
    }

    /// <summary>A step has ended.</summary>
    public void End()
    {
        lock (_gate)
        {
            _underWay--;
            EngineTelemetry.StepsUnderWay.Add(-1);
            SignalWhenDrained_NeedsLock();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stopping = true;
            SignalWhenDrained_NeedsLock();
        }

        try
        {
            await _drained.Task.WaitAsync(options.Value.DrainTimeout, time, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            LogBrokenOff(_underWay);
        }

        await _stop.CancelAsync();
    }

    private void SignalWhenDrained_NeedsLock()
    {
        if (_stopping && _underWay == 0)
        {
            _drained.TrySetResult();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} steps did not finish before the node stops and are broken off; their rows tell where to go on")]
    private partial void LogBrokenOff(int count);
}
