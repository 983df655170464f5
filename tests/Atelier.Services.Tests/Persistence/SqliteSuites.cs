using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Persistence;

file static class Sqlite
{
    public static ValueTask<ITestDatabase> Create() => ValueTask.FromResult<ITestDatabase>(new SqliteTestDatabase());
}

public sealed class SqliteAcceptTests : AcceptSuite
{
    private protected override ValueTask<ITestDatabase> CreateDatabaseAsync() => Sqlite.Create();
}

public sealed class SqliteTransitionTests : TransitionSuite
{
    private protected override ValueTask<ITestDatabase> CreateDatabaseAsync() => Sqlite.Create();
}
