using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Persistence;

public sealed class PostgresAcceptTests : AcceptSuite
{
    private protected override ValueTask<ITestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
}

public sealed class PostgresTransitionTests : TransitionSuite
{
    private protected override ValueTask<ITestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();
}
