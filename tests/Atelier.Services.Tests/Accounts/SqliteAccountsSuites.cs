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

public sealed class SqliteKeyTests : KeySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteTeamTests : TeamSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteSessionTests : SessionSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteLimitTests : LimitSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteUserTests : UserSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}
