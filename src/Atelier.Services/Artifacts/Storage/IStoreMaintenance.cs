namespace Atelier.Services.Artifacts.Storage;

/// <summary>Tidies what writers that were killed left behind in a store.</summary>
internal interface IStoreMaintenance
{
    /// <summary>Removes unfinished writes begun before a time. Returns how many there were.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
