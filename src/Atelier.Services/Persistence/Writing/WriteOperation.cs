using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Writing;

/// <summary>An operation waiting for its turn. It can be given up until its turn comes; after that the caller waits for the truth.</summary>
internal abstract class WriteOperation : IDisposable
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int GivenUp = 2;
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private int _state;

    protected WriteOperation(CancellationToken cancellationToken)
    {
        _token = cancellationToken;
        _registration = cancellationToken.Register(GiveUp);
    }

    /// <summary>Whose listeners are to be told after commit; <see langword="null"/> when nothing changed that they could see.</summary>
    public (string GenerationId, string UserId)? Changed { get; protected set; }

    /// <summary>Takes the operation up; <see langword="false"/> when its caller has left.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) != GivenUp;

    /// <summary>Tells the caller that it was committed.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was written.</summary>
    public abstract void Fail(Exception exception);

    public void Dispose() => _registration.Dispose();

    private void GiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
        {
            Fail(new OperationCanceledException(_token));
        }
    }
}

/// <summary>An operation with an answer.</summary>
internal abstract class WriteOperation<T>(CancellationToken cancellationToken) : WriteOperation(cancellationToken)
{
    // The continuation belongs to the caller: it must not run on the writer's loop.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _outcome;

    public Task<T> Answer => _answer.Task;

    /// <summary>Keeps what the caller will be told once it is committed.</summary>
    public void Decided(T outcome, (string GenerationId, string UserId)? changed)
    {
        _outcome = outcome;
        Changed = changed;
    }

    public override void Complete() => _answer.TrySetResult(_outcome!);

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
        {
            _answer.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _answer.TrySetException(exception);
        }
    }
}

/// <summary>Accepting a generation.</summary>
internal sealed class AcceptOperation(NewGeneration request, CancellationToken cancellationToken) : WriteOperation<AcceptOutcome>(cancellationToken)
{
    public NewGeneration Request { get; } = request;
}

/// <summary>Applying a transition.</summary>
internal sealed class ApplyOperation(GenerationChange change, TransitionRule rule, CancellationToken cancellationToken)
    : WriteOperation<ApplyOutcome>(cancellationToken)
{
    public GenerationChange Change { get; } = change;

    public TransitionRule Rule { get; } = rule;
}

/// <summary>Other work on a context; without its type of answer, which the writer does not care about.</summary>
internal interface IWorkOperation
{
    Task RunAsync(AtelierDbContext context, CancellationToken cancellationToken);
}

/// <summary>Other work on a context.</summary>
internal sealed class WorkOperation<T>(Func<AtelierDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    : WriteOperation<T>(cancellationToken), IWorkOperation
{
    public async Task RunAsync(AtelierDbContext context, CancellationToken cancellationToken) =>
        Decided(await work(context, cancellationToken), changed: null);
}
