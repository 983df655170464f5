using Atelier.Services.Persistence;

namespace Atelier.Testing.Databases;

/// <summary>An empty database of a test's own; it is gone after disposal.</summary>
public interface ITestDatabase : IAsyncDisposable
{
    /// <summary>How to reach it.</summary>
    PersistenceOptions Options { get; }
}
