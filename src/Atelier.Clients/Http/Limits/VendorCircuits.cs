using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Atelier.Clients.Http;

/// <summary>One pipeline for each class of calls: the retry, and inside it the class's own breaker, which sees every attempt.</summary>
internal sealed class VendorCircuits
{
    private static readonly OperationClass[] Classes = Enum.GetValues<OperationClass>();

    private readonly ResiliencePipeline[] _pipelines;
    private readonly CircuitBreakerStateProvider?[] _states;

    public VendorCircuits(VendorClientOptions options, TimeProvider time, Action<OnRetryArguments<object>> onRetry)
    {
        _states = [.. Classes.Select(_ => options.Circuit.Enabled ? new CircuitBreakerStateProvider() : null)];
        _pipelines = [.. _states.Select(state => Build(options, time, onRetry, state))];
    }

    public ResiliencePipeline For(OperationClass operations) => _pipelines[(int)operations];

    /// <summary>Whether calls of a class are refused for a known time; while one of them tries whether the vendor is back, they are not.</summary>
    public bool IsOpen(OperationClass operations) => _states[(int)operations]?.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>The state of each class in a word.</summary>
    public IReadOnlyDictionary<OperationClass, string> States() =>
        Classes.ToDictionary(operations => operations, operations => Word(_states[(int)operations]?.CircuitState));

    private static string Word(CircuitState? state) => state switch
    {
        null => "off",
        CircuitState.Closed => "closed",
        CircuitState.HalfOpen => "half_open",
        _ => "open",
    };

    private static ResiliencePipeline Build(
        VendorClientOptions options, TimeProvider time, Action<OnRetryArguments<object>> onRetry, CircuitBreakerStateProvider? state)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        RetryPipeline.AddTo(builder, options, onRetry);
        if (state is not null)
        {
            builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = options.Circuit.FailureRatio,
                MinimumThroughput = options.Circuit.MinimumRequests,
                SamplingDuration = options.Circuit.Sampling,
                BreakDuration = options.Circuit.Break,
                StateProvider = state,
                ShouldHandle = static args => ValueTask.FromResult(
                    args.Outcome.Exception is VendorServerException or VendorTimeoutException { Attempts: > 0 } or VendorConnectionException),
            });
        }

        return builder.Build();
    }
}
