using Atelier.Services.Generations;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace Atelier.Engine.Generations;

/// <summary>
/// Drives one generation: a one-shot timer, armed again after each step. It holds no truth: losing an activation, or having two for a moment,
/// costs nothing but a step that is fenced out.
/// </summary>
[PreferLocalPlacement]
[KeepAlive]
internal sealed partial class GenerationGrain(
    IGenerationRunner runner,
    ResumeQueue resume,
    StepDrain drain,
    ILogger<GenerationGrain> logger) : Grain, IGenerationGrain
{
    private static readonly TimeSpan FirstFaultDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestFaultDelay = TimeSpan.FromSeconds(30);

    private IGrainTimer? _timer;
    private bool _stepping;
    private bool _wakeAgain;
    private bool _finished;
    private int _faults;

    public Task StartAsync()
    {
        if (_timer is null)
        {
            Arm(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    public Task WakeAsync(bool interrupt)
    {
        if (interrupt)
        {
            runner.Interrupt(this.GetPrimaryKeyString());
        }

        if (_stepping)
        {
            _wakeAgain = true;
        }
        else
        {
            Arm(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!_finished && reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
        {
            LogDeactivated(this.GetPrimaryKeyString(), reason.ReasonCode);
            resume.Add(this.GetPrimaryKeyString());
        }

        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    private void Arm(TimeSpan due)
    {
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(OnTimerAsync, new GrainTimerCreationOptions
            {
                DueTime = due,
                Period = Timeout.InfiniteTimeSpan,
                Interleave = true,
                KeepAlive = true,
            });
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task OnTimerAsync(CancellationToken cancellationToken)
    {
        if (_stepping || _finished || !drain.TryBegin())
        {
            return;
        }

        _stepping = true;
        _wakeAgain = false;
        var id = this.GetPrimaryKeyString();
        try
        {
            // Off the activation's scheduler: a step never touches the grain's own state.
            var result = await Task.Run(() => runner.StepAsync(id, drain.Stop), CancellationToken.None);
            _faults = 0;
            if (result.Finished)
            {
                _finished = true;
                DeactivateOnIdle();
                return;
            }

            Arm(_wakeAgain ? TimeSpan.Zero : result.NextAfter);
        }
        catch (OperationCanceledException) when (drain.Stop.IsCancellationRequested)
        {
            // The node stops; the row tells the next one where to go on.
        }
        catch (Exception error)
        {
            _faults++;
            EngineTelemetry.StepFaults.Add(1);
            var delay = FirstFaultDelay * Math.Pow(2, Math.Min(_faults - 1, 10));
            LogStepFailed(error, id, _faults);
            Arm(delay < LongestFaultDelay ? delay : LongestFaultDelay);
        }
        finally
        {
            _stepping = false;
            drain.End();
        }
    }

    [LoggerMessage(LogLevel.Error, "A step of generation {GenerationId} failed, {Faults} in a row; trying again")]
    private partial void LogStepFailed(Exception error, string generationId, int faults);

    [LoggerMessage(LogLevel.Information, "The executor of generation {GenerationId} was deactivated ({Reason}); it will be resumed")]
    private partial void LogDeactivated(string generationId, DeactivationReasonCode reason);
}
