using Polly;
using Polly.Retry;

namespace Atelier.Clients.Http;

/// <summary>Builds the retry of one client: which faults, how often, after how long.</summary>
internal static class RetryPipeline
{
    public static ResiliencePipeline Create(VendorClientOptions options, TimeProvider time, Action<OnRetryArguments<object>> onRetry)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.RetryCount == 0)
        {
            return builder.Build();
        }

        return builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.RetryCount,
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is VendorException { MayRetry: true }),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(Wait(options, args)),
            OnRetry = args =>
            {
                onRetry(args);
                return default;
            },
        }).Build();
    }

    private static TimeSpan Wait(VendorClientOptions options, RetryDelayGeneratorArguments<object> args)
    {
        var wait = options.RetryBaseDelay * Math.Pow(2, args.AttemptNumber);
        if (options.UseJitter)
        {
            wait *= 1 + (Random.Shared.NextDouble() / 2);
        }

        return args.Outcome.Exception is VendorException { RetryAfter: { } asked } && asked > wait ? asked : wait;
    }
}
