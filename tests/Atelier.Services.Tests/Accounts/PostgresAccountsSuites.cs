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

public sealed class PostgresKeyTests : KeySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresTeamTests : TeamSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresSessionTests : SessionSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresLimitTests : LimitSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresUserTests : UserSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}
