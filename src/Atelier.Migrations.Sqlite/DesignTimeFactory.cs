using Atelier.Services.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Atelier.Migrations.Sqlite;

/// <summary>Gives the migration tool a context; it only looks at the model and opens nothing.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AtelierDbContext>
{
    public AtelierDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AtelierDbContext>().UseAtelierSqlite("Data Source=design.db").Options);
}
