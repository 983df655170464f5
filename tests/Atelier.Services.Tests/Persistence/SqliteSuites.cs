using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Persistence;

public sealed class SqliteAcceptTests : AcceptSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteTransitionTests : TransitionSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}
