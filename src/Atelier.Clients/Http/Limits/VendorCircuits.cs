using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Atelier.Clients.Http;

/// <summary>
/// The strategies around attempts: one retry, and inside it a breaker for each class of calls, which sees every attempt. While a circuit is
/// closed a first attempt runs without them and is reported afterwards, because nearly all calls end with it and a strategy in the way of
/// something asynchronous costs more memory than the call.
/// </summary>
internal sealed class VendorCircuits
{
    private static readonly OperationClass[] Classes = Enum.GetValues<OperationClass>();

    private readonly ResiliencePipeline[] _breakers;
    private readonly CircuitBreakerStateProvider?[] _states;

    public VendorCircuits(VendorClientOptions options, TimeProvider time, Action<OnRetryArguments<object>> onRetry)
    {
        _states = [.. Classes.Select(_ => options.Circuit.Enabled ? new CircuitBreakerStateProvider() : null)];
        _breakers = [.. _states.Select(state => Breaker(options, time, state))];
        var retries = new ResiliencePipelineBuilder { TimeProvider = time };
        RetryPipeline.AddTo(retries, options, onRetry);
        Retries = retries.Build();
    }

    /// <summary>The retry alone.</summary>
    public ResiliencePipeline Retries { get; }

    /// <summary>The breaker of a class alone.</summary>
    public ResiliencePipeline Breaker(OperationClass operations) => _breakers[(int)operations];

    /// <summary>Whether calls of a class go out freely.</summary>
    public bool IsClosed(OperationClass operations) => _states[(int)operations]?.CircuitState is null or CircuitState.Closed;

    /// <summary>Tells the breaker how an attempt ended that ran without it; <see langword="null"/> for well.</summary>
    public void Report(OperationClass operations, VendorException? fault)
    {
        // What was sent while it was closed must not pass for the trial that decides whether it closes again.
        if (_states[(int)operations]?.CircuitState is not CircuitState.Closed)
        {
            return;
        }

        try
        {
            Breaker(operations).Execute(static outcome => _ = outcome is null ? true : throw outcome, fault);
        }
        catch (Exception e) when (e == fault || e is BrokenCircuitException)
        {
            // The fault itself, on its way through; or others opened the circuit meanwhile, and it needs no more reports.
        }
    }

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

    private static ResiliencePipeline Breaker(VendorClientOptions options, TimeProvider time, CircuitBreakerStateProvider? state)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (state is not null)
        {
            builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = options.Circuit.FailureRatio,
                MinimumThroughput = options.Circuit.MinimumRequests,
                SamplingDuration = options.Circuit.Sampling,
                BreakDuration = options.Circuit.Break,
                StateProvider = state,
                ShouldHandle = args => ValueTask.FromResult(CountsAsFailure(args.Outcome.Exception, state.CircuitState)),
            });
        }

        return builder.Build();
    }

    private static bool CountsAsFailure(Exception? outcome, CircuitState state) => outcome switch
    {
        null => false,
        VendorException { NotSent: false } => outcome is VendorServerException or VendorTimeoutException or VendorConnectionException,

        // Cancelled by its caller, or held back on our side. A trial that ends so proves nothing, least of all that the vendor is back.
        _ => state == CircuitState.HalfOpen,
    };
}
