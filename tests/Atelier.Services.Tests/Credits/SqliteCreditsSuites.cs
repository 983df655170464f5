using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Credits;

public sealed class SqliteCreditTests : CreditSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteExpiryTests : ExpirySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteTopUpTests : TopUpSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteBookTests : BookSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

[Collection(MemoryCollection.Name)]
public sealed class SqliteLargeStatementTests : LargeStatementSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}
