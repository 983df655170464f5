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

public sealed class PostgresFencingTests : FencingSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresRowTests : RowSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresReadTests : ReadSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresConcurrencyTests : ConcurrencySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresFaultTests : FaultSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresMediaTests : MediaSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}

public sealed class PostgresLedgerPropertyTests : LedgerPropertySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}
