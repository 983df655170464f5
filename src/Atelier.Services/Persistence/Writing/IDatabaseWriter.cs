using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Writing;

/// <summary>The one way to write. Every method is one transaction of its own to its caller, and returns after commit.</summary>
internal interface IDatabaseWriter : IAsyncDisposable
{
    /// <summary>Accepts a generation; hand-written statements, grouped with other callers' into one commit.</summary>
    Task<AcceptOutcome> AcceptAsync(NewGeneration generation, CancellationToken cancellationToken);

    /// <summary>Applies a transition the table has; hand-written statements, grouped with other callers' into one commit.</summary>
    Task<ApplyOutcome> ApplyAsync(GenerationChange change, TransitionRule rule, CancellationToken cancellationToken);

    /// <summary>
    /// Everything else: work on a context inside a transaction, which is committed unless the work throws. The work may be called again
    /// from the start, so it must not change anything but the database.
    /// </summary>
    Task<T> WriteAsync<T>(Func<AtelierDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}
