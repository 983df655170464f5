namespace Atelier.Services.Generations;

/// <summary>Hands a generation to whatever executes it. Implemented by the engine.</summary>
public interface IGenerationDispatcher
{
    /// <summary>Says that a freshly committed generation may start. Losing the call is harmless: recovery finds the row.</summary>
    void Dispatch(string generationId);

    /// <summary>Wakes the executor because the row changed under it, for example by a request to cancel.</summary>
    void Wake(string generationId);
}

/// <summary>Names of the nodes that execute generations. Implemented by the engine.</summary>
public interface INodeDirectory
{
    /// <summary>This process: unique for each start of it, at most 100 characters.</summary>
    string Current { get; }

    /// <summary>All nodes believed to be alive, this one included.</summary>
    IReadOnlyCollection<string> Live { get; }
}

/// <summary>Hands out leases for submissions to one vendor account, cluster-wide. Implemented by the engine.</summary>
public interface IVendorGate
{
    /// <summary>Asks for a lease. Asking again for the same generation returns the same answer.</summary>
    Task<GateAnswer> AcquireAsync(string gate, string generationId, CancellationToken cancellationToken);

    /// <summary>Gives a lease back. Safe to repeat.</summary>
    Task ReleaseAsync(string gate, string generationId, CancellationToken cancellationToken);

    /// <summary>Closes the gate after the vendor asked to slow down.</summary>
    Task CloseAsync(string gate, TimeSpan duration, CancellationToken cancellationToken);
}

/// <summary>The gate's answer.</summary>
/// <param name="Granted">Whether the submission may go.</param>
/// <param name="AskAgainAfter">When not: how long to wait before asking again; the gate may also wake the executor earlier.</param>
public readonly record struct GateAnswer(bool Granted, TimeSpan AskAgainAfter)
{
    /// <summary>Go.</summary>
    public static GateAnswer Go { get; } = new(true, TimeSpan.Zero);

    /// <summary>Wait.</summary>
    public static GateAnswer Wait(TimeSpan askAgainAfter) => new(false, askAgainAfter);
}

/// <summary>Told after each commit; wakes whoever waits for a generation or streams events. Must be quick and never throw.</summary>
public interface IGenerationSignals
{
    /// <summary>Something about this generation was committed.</summary>
    void Committed(string generationId, string userId);

    /// <summary>Begins to watch one generation. Watch first, then read, then wait: nothing is missed in between.</summary>
    IGenerationWatch WatchGeneration(string generationId);

    /// <summary>Begins to watch everything of one user.</summary>
    IGenerationWatch WatchUser(string userId);
}

/// <summary>A watch on commits; dispose it to stop. Not for concurrent use.</summary>
public interface IGenerationWatch : IDisposable
{
    /// <summary>
    /// Completes at once when something was committed since the watch began or since the last call, else when something is, else when the
    /// time is up. Commits of other nodes are not seen: read again after the time is up.
    /// </summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
