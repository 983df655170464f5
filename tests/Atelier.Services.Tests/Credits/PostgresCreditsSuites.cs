using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Credits;

public sealed class PostgresCreditTests : CreditSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresExpiryTests : ExpirySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresTopUpTests : TopUpSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresBookTests : BookSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

[Collection(MemoryCollection.Name)]
public sealed class PostgresLargeStatementTests : LargeStatementSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}
