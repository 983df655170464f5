using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Credits;

public sealed class SqliteCreditTests : CreditSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreateSqliteAsync(cancellationToken);
}
