using Atelier.Testing.Databases;

namespace Atelier.Services.Tests.Credits;

public sealed class PostgresCreditTests : CreditSuite
{
    private protected override Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken) => TestDatabase.CreatePostgresAsync(cancellationToken);
}
