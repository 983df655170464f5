using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Persistence;

public sealed class SqliteAcceptTests : AcceptSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteTransitionTests : TransitionSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteFencingTests : FencingSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteRowTests : RowSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteReadTests : ReadSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteConcurrencyTests : ConcurrencySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteFaultTests : FaultSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteMediaTests : MediaSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}

public sealed class SqliteLedgerPropertyTests : LedgerPropertySuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}
