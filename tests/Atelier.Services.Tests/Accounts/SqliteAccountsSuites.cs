using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Accounts;

public sealed class SqliteAccountTests : AccountSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteBootstrapTests : BootstrapSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}
