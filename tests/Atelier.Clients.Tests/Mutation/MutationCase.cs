namespace Atelier.Clients.Tests.Mutation;

/// <summary>One operation of a client and the answers that it understands.</summary>
/// <typeparam name="TClient">The client.</typeparam>
/// <param name="Operation">Its name in reports.</param>
/// <param name="Answers">
/// What a good vendor answers, in the order of the requests; the last one is repeated. One of them is changed in each run, any of them.
/// </param>
/// <param name="RunAsync">
/// Calls the operation, reads streams to their end, and looks at what came back: it may fail an assertion about a result that must not be.
/// </param>
public sealed record MutationCase<TClient>(string Operation, IReadOnlyList<WireAnswer> Answers, Func<TClient, CancellationToken, Task> RunAsync)
{
    /// <summary>The usual case: one request, one answer.</summary>
    public MutationCase(string operation, WireAnswer answer, Func<TClient, CancellationToken, Task> runAsync)
        : this(operation, [answer], runAsync)
    {
    }
}
