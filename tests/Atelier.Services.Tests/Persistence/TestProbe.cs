using Atelier.Services.Persistence.Writing;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Breaks in around commits when a test says so.</summary>
internal sealed class TestProbe : ICommitProbe
{
    private int _commits;

    public Func<ValueTask>? Before { get; set; }

    public Func<ValueTask>? After { get; set; }

    /// <summary>Transactions committed so far.</summary>
    public int Commits => _commits;

    public ValueTask BeforeCommitAsync(CancellationToken cancellationToken) => Before?.Invoke() ?? ValueTask.CompletedTask;

    public ValueTask AfterCommitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _commits);
        return After?.Invoke() ?? ValueTask.CompletedTask;
    }
}
