using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atelier.Services.Persistence.Model;

internal sealed class GenerationConfiguration : IEntityTypeConfiguration<Generation>
{
    // The first finished state is 6; the numbers of states are stored and never change.
    private const string Unfinished = "state < 6";

    public void Configure(EntityTypeBuilder<Generation> table)
    {
        table.ToTable("generations", t =>
        {
            t.HasCheckConstraint("ck_generations_money", "quoted_micro >= 0 AND held_micro >= 0 AND captured_micro >= 0 AND released_micro >= 0");
            t.HasCheckConstraint("ck_generations_split", "held_micro + captured_micro + released_micro = quoted_micro");
        });
        table.HasKey(g => g.Id);
        table.Property(g => g.Id).HasMaxLength(64);
        table.Property(g => g.UserId).HasMaxLength(64);
        table.Property(g => g.TeamId).HasMaxLength(64);
        table.Property(g => g.KeyId).HasMaxLength(64);
        table.Property(g => g.RetryOf).HasMaxLength(64);
        table.Property(g => g.Owner).HasMaxLength(100);
        table.Property(g => g.ServedModel).HasMaxLength(200);
        table.Property(g => g.CacheKey).HasMaxLength(64);
        table.Property(g => g.LeaderId).HasMaxLength(64);
        table.Ignore(g => g.PayerId);
        table.Ignore(g => g.MadeBy);
        table.Ignore(g => g.VendorInput);
        table.Property(g => g.ServedInput).HasConversion(JsonColumns.Element, JsonColumns.ElementComparer);
        table.Property(g => g.Version).IsConcurrencyToken();
        table.Property(g => g.Input).HasConversion(JsonColumns.Element, JsonColumns.ElementComparer);
        table.Property(g => g.Metadata).HasConversion(JsonColumns.Element, JsonColumns.ElementComparer);
        table.Property(g => g.Details).HasConversion(JsonColumns.Element, JsonColumns.ElementComparer);
        table.Property(g => g.Error).HasConversion(JsonColumns.Error);
        table.Property<string>(StorageColumns.SearchText).IsRequired();
        table.Property<DateTimeOffset?>(StorageColumns.DeletedAt);
        table.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Restrict);

        // Those that wait for a leader's result.
        table.HasIndex(g => new { g.LeaderId, g.State }).HasFilter("state < 6 AND leader_id IS NOT NULL").HasDatabaseName("ix_generations_followers");

        // Lists: ids sort by creation.
        table.HasIndex(g => new { g.UserId, g.Id });

        // What the keys of a team have asked for; everybody else pays for themselves.
        table.HasIndex(g => new { g.TeamId, g.Id }).HasFilter("team_id IS NOT NULL").HasDatabaseName("ix_generations_team");

        // What a key has asked for lately.
        table.HasIndex(g => new { g.KeyId, g.Id });

        // How many of a user's or a key's are under way.
        table.HasIndex(g => new { g.UserId, g.KeyId, g.State }).HasFilter(Unfinished).HasDatabaseName("ix_generations_running");

        // The state is in the filter and again among the columns: SQLite looks at it even where the filter has decided.
        table.HasIndex(g => new { g.Provider, g.Book, g.Id, g.State }).HasFilter(Unfinished).HasDatabaseName("ix_generations_queue");

        // Everything that recovery asks about is in the index, so a large backlog is scanned without reading its rows.
        table.HasIndex(g => new { g.Owner, g.Deadline, g.CreatedAt, g.Id, g.State }).HasFilter(Unfinished).HasDatabaseName("ix_generations_unfinished");
    }
}

internal sealed class AttemptConfiguration : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> table)
    {
        table.ToTable("attempts");
        table.HasKey(a => a.Id);
        table.Property(a => a.Id).HasMaxLength(64);
        table.Property(a => a.GenerationId).HasMaxLength(64);
        table.HasIndex(a => new { a.GenerationId, a.Number }).IsUnique();
        table.HasOne<Generation>().WithMany().HasForeignKey(a => a.GenerationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GenerationEventConfiguration : IEntityTypeConfiguration<GenerationEvent>
{
    public void Configure(EntityTypeBuilder<GenerationEvent> table)
    {
        // No foreign key: an event is only ever written by the transaction that writes its generation, and is by far the most frequent row.
        table.ToTable("generation_events");
        table.HasKey(e => e.Sequence);
        table.Property(e => e.Sequence).ValueGeneratedOnAdd();
        table.Property(e => e.GenerationId).HasMaxLength(64);
        table.Property(e => e.UserId).HasMaxLength(64);
        table.Property(e => e.Type).HasMaxLength(64);
        table.Property(e => e.Data).HasConversion(JsonColumns.Element, JsonColumns.ElementComparer);
        table.HasIndex(e => new { e.GenerationId, e.Sequence });
        table.HasIndex(e => new { e.UserId, e.Sequence });
    }
}
