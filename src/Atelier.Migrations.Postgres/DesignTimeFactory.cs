using Atelier.Services.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace Atelier.Migrations.Postgres;

/// <summary>Gives the migration tool a context; it only looks at the model and opens nothing.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AtelierDbContext>
{
    public AtelierDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AtelierDbContext>().UseAtelierPostgres(NpgsqlDataSource.Create("Host=localhost;Database=design")).Options);
}
