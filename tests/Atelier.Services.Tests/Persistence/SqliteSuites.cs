using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Persistence;

public sealed class SqliteAcceptTests : AcceptSuite
{
    private protected override ValueTask<ITestDatabase> CreateDatabaseAsync() => ValueTask.FromResult<ITestDatabase>(new SqliteTestDatabase());
}

public sealed class SqliteTransitionTests : TransitionSuite
{
    private protected override ValueTask<ITestDatabase> CreateDatabaseAsync() => ValueTask.FromResult<ITestDatabase>(new SqliteTestDatabase());
}
