using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Accounts;

public sealed class PostgresAccountTests : AccountSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresBootstrapTests : BootstrapSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}
