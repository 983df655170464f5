using Polly;
using Polly.Retry;

namespace Atelier.Clients.Http;

/// <summary>The retry of one client: which faults, how often, after how long.</summary>
internal static class RetryPipeline
{
    private const double LargestJitter = 0.5;

    public static void AddTo(ResiliencePipelineBuilder builder, VendorClientOptions options, Action<OnRetryArguments<object>> onRetry)
    {
        if (options.RetryCount == 0)
        {
            return;
        }

        builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.RetryCount,
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is VendorException { MayRetry: true }),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Wait(options, args)),
            OnRetry = args =>
            {
                onRetry(args);
                return default;
            },
        });
    }

    /// <summary>How long the wait after a failed attempt is at most.</summary>
    /// <param name="options">The client's settings.</param>
    /// <param name="attempt">Number of the attempt that failed, from 1.</param>
    /// <param name="fault">How it failed.</param>
    public static TimeSpan LongestWait(VendorClientOptions options, int attempt, VendorException fault)
    {
        var wait = options.RetryBaseDelay * Math.Pow(2, attempt - 1) * (options.UseJitter ? 1 + LargestJitter : 1);
        return fault.RetryAfter is { } asked && asked > wait ? asked : wait;
    }

    private static TimeSpan Wait(VendorClientOptions options, RetryDelayGeneratorArguments<object> args)
    {
        var wait = options.RetryBaseDelay * Math.Pow(2, args.AttemptNumber);
        if (options.UseJitter)
        {
            wait *= 1 + (Random.Shared.NextDouble() * LargestJitter);
        }

        return args.Outcome.Exception is VendorException { RetryAfter: { } asked } && asked > wait ? asked : wait;
    }
}
