using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Atelier.Services.Generations.Execution;

/// <summary>
/// Applies transitions and does not give up at the first fault of the database: what a vendor answered exists only in memory until it is
/// written, so a passing fault must not lose it.
/// </summary>
internal sealed partial class TransitionApplier
{
    private readonly IGenerationStore _store;
    private readonly ILogger<TransitionApplier> _logger;
    private readonly ResiliencePipeline _patience;

    public TransitionApplier(IGenerationStore store, TimeProvider time, ILogger<TransitionApplier> logger)
    {
        _store = store;
        _logger = logger;
        _patience = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not (OperationCanceledException or IllegalTransitionException or ArgumentException)),
                MaxRetryAttempts = 30,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(5),
                UseJitter = true,
            })
            .Build();
    }

    /// <summary>
    /// Applies a change. The write itself is not cancelled: a cancelled token only stops further tries, so the answer is never in doubt
    /// because somebody stopped waiting.
    /// </summary>
    public async Task<ApplyOutcome> ApplyAsync(GenerationChange change, CancellationToken cancellationToken)
    {
        var state = (Applier: this, Change: change);
        return await _patience.ExecuteAsync(
            static async (s, token) =>
            {
                try
                {
                    return await s.Applier._store.ApplyAsync(s.Change, CancellationToken.None);
                }
                catch (Exception error) when (error is not IllegalTransitionException and not ArgumentException)
                {
                    s.Applier.LogApplyFailed(error, s.Change.GenerationId, s.Change.Trigger);
                    throw;
                }
            },
            state,
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Writing '{Trigger}' of generation {GenerationId} failed; trying again")]
    private partial void LogApplyFailed(Exception error, string generationId, GenerationTrigger trigger);
}
