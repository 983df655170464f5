using Atelier.Services.Accounts;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Artifacts;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Atelier.Services.Persistence;

/// <summary>One model for both databases.</summary>
/// <remarks>
/// After a change of the model, from the root of the repository (once: <c>dotnet tool restore</c>):
/// <code>
/// dotnet ef migrations add NAME --project src/Atelier.Migrations.Sqlite
/// dotnet ef migrations add NAME --project src/Atelier.Migrations.Postgres
/// </code>
/// </remarks>
internal sealed class AtelierDbContext(DbContextOptions<AtelierDbContext> options) : DbContext(options)
{
    public DbSet<Generation> Generations => Set<Generation>();

    public DbSet<Attempt> Attempts => Set<Attempt>();

    public DbSet<GenerationEvent> Events => Set<GenerationEvent>();

    public DbSet<Artifact> Artifacts => Set<Artifact>();

    public DbSet<Upload> Uploads => Set<Upload>();

    public DbSet<User> Users => Set<User>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<CreditLotRow> CreditLots => Set<CreditLotRow>();

    public DbSet<TopUpCode> TopUpCodes => Set<TopUpCode>();

    public DbSet<BalanceRow> Balances => Set<BalanceRow>();

    public DbSet<LedgerMoveRow> LedgerMoves => Set<LedgerMoveRow>();

    public DbSet<LedgerPostingRow> LedgerPostings => Set<LedgerPostingRow>();

    public DbSet<IdempotencyKeyRow> IdempotencyKeys => Set<IdempotencyKeyRow>();

    public DbSet<CachedResultRow> CachedResults => Set<CachedResultRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AtelierDbContext).Assembly);
        SnakeCase.Apply(modelBuilder.Model);
        if (Database.IsSqlite())
        {
            Convert(modelBuilder, StoredTime.MicrosConverter);
        }
        else
        {
            Convert(modelBuilder, StoredTime.UtcConverter);
            CompareIdsByBytes(modelBuilder);
        }
    }

    private static void Convert(ModelBuilder modelBuilder, ValueConverter times)
    {
        foreach (var property in Properties(modelBuilder))
        {
            if (property.ClrType == typeof(DateTimeOffset) || property.ClrType == typeof(DateTimeOffset?))
            {
                property.SetValueConverter(times);
            }
        }
    }

    // Ids are ASCII and sort by creation; a language's rules would only make every comparison slower.
    private static void CompareIdsByBytes(ModelBuilder modelBuilder)
    {
        foreach (var property in Properties(modelBuilder))
        {
            if (property.ClrType == typeof(string) && property.Name.EndsWith("Id", StringComparison.Ordinal))
            {
                property.SetCollation("C");
            }
        }
    }

    private static IEnumerable<IMutableProperty> Properties(ModelBuilder modelBuilder) =>
        modelBuilder.Model.GetEntityTypes().SelectMany(table => table.GetProperties());
}
