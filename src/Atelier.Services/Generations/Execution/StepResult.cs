namespace Atelier.Services.Generations;

/// <summary>Executes generations, one step at a time. Called by the engine, by one executor per generation.</summary>
public interface IGenerationRunner
{
    /// <summary>
    /// Takes a generation as far as it goes without waiting. Safe to call at any time and after any crash: everything it needs is in the row.
    /// </summary>
    /// <exception cref="OperationCanceledException">The node stops; whoever executes the generation next goes on from the row.</exception>
    Task<StepResult> StepAsync(string generationId, CancellationToken cancellationToken);

    /// <summary>
    /// Breaks off what a running step is doing, as far as that is safe, because the row changed under it. A submission that must be made at
    /// most once is not broken off: its answer decides whether there is something to stop at the vendor.
    /// </summary>
    void Interrupt(string generationId);
}

/// <summary>What to do after a step.</summary>
/// <param name="Finished">Nothing more will happen; the executor may forget the generation.</param>
/// <param name="NextAfter">When not finished: how long to wait before the next step.</param>
public readonly record struct StepResult(bool Finished, TimeSpan NextAfter)
{
    /// <summary>Nothing more will happen.</summary>
    public static StepResult Done { get; } = new(true, TimeSpan.Zero);

    /// <summary>The row changed: look at it again at once.</summary>
    public static StepResult Again { get; } = new(false, TimeSpan.Zero);

    /// <summary>Look again after a while.</summary>
    public static StepResult After(TimeSpan wait) => new(false, wait < MinimumWait ? MinimumWait : wait);

    private static TimeSpan MinimumWait { get; } = TimeSpan.FromMilliseconds(1);
}
