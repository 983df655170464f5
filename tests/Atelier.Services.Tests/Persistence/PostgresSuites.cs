using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Persistence;

public sealed class PostgresAcceptTests : AcceptSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresTransitionTests : TransitionSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}
