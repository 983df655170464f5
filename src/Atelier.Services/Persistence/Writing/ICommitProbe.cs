namespace Atelier.Services.Persistence.Writing;

/// <summary>A place for tests to break in around a commit. Does nothing in the product.</summary>
internal interface ICommitProbe
{
    /// <summary>Everything is written and nothing is visible. An exception rolls the transaction back.</summary>
    ValueTask BeforeCommitAsync(CancellationToken cancellationToken);

    /// <summary>Everything is visible and nobody has been told.</summary>
    ValueTask AfterCommitAsync(CancellationToken cancellationToken);
}

/// <summary>The probe of the product.</summary>
internal sealed class NoCommitProbe : ICommitProbe
{
    public ValueTask BeforeCommitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AfterCommitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
