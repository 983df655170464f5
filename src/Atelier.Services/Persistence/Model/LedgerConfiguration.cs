using Atelier.Services.Credits.TopUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atelier.Services.Persistence.Model;

internal sealed class BalanceConfiguration : IEntityTypeConfiguration<BalanceRow>
{
    public void Configure(EntityTypeBuilder<BalanceRow> table)
    {
        table.ToTable("balances", t =>
        {
            t.HasCheckConstraint("ck_balances_available", "available_micro >= 0");
            t.HasCheckConstraint("ck_balances_held", "held_micro >= 0");
        });
        table.HasKey(b => new { b.UserId, b.Book });
        table.Property(b => b.UserId).HasMaxLength(64);
    }
}

internal sealed class LedgerMoveConfiguration : IEntityTypeConfiguration<LedgerMoveRow>
{
    public void Configure(EntityTypeBuilder<LedgerMoveRow> table)
    {
        // A comparison with NULL is neither true nor false and would pass, hence the tests for NULL.
        table.ToTable("ledger_moves", t => t.HasCheckConstraint(
            "ck_ledger_moves_slot",
            "(move = 1 AND generation_id IS NOT NULL AND slot IS NOT NULL AND slot = 'hold') "
            + "OR (move IN (2, 3) AND generation_id IS NOT NULL AND slot IS NOT NULL AND slot = 'end') "
            + "OR (move IN (4, 5, 6, 7) AND generation_id IS NULL AND slot IS NULL)"));
        table.HasKey(m => m.Id);
        table.Property(m => m.Id).HasMaxLength(64);
        table.Property(m => m.UserId).HasMaxLength(64);
        table.Property(m => m.GenerationId).HasMaxLength(64);
        table.Property(m => m.Slot).HasMaxLength(4);
        table.Property(m => m.Reason).HasMaxLength(200);
        table.Property(m => m.ActorId).HasMaxLength(64);
        table.Property(m => m.SourceId).HasMaxLength(64);
        table.HasIndex(m => new { m.SourceId, m.Id }).HasFilter("source_id IS NOT NULL");

        // A second hold, and a second capture or release, cannot be stored at all.
        table.HasIndex(m => new { m.GenerationId, m.Slot }).IsUnique();
        table.HasIndex(m => new { m.UserId, m.Book, m.Id });
    }
}

internal sealed class LedgerPostingConfiguration : IEntityTypeConfiguration<LedgerPostingRow>
{
    public void Configure(EntityTypeBuilder<LedgerPostingRow> table)
    {
        table.ToTable("ledger_postings", t => t.HasCheckConstraint("ck_ledger_postings_amount", "amount_micro <> 0"));
        table.HasKey(p => new { p.MoveId, p.Account });
        table.Property(p => p.MoveId).HasMaxLength(64);
        table.HasOne<LedgerMoveRow>().WithMany(m => m.Postings).HasForeignKey(p => p.MoveId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CachedResultConfiguration : IEntityTypeConfiguration<CachedResultRow>
{
    public void Configure(EntityTypeBuilder<CachedResultRow> table)
    {
        // The key is what makes a flight single, across nodes too.
        table.ToTable("cached_results");
        table.HasKey(c => new { c.UserId, c.Book, c.Key });
        table.Property(c => c.UserId).HasMaxLength(64);
        table.Property(c => c.Key).HasMaxLength(64);
        table.Property(c => c.GenerationId).HasMaxLength(64);
        table.HasIndex(c => c.ExpiresAt);
    }
}

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKeyRow>
{
    public void Configure(EntityTypeBuilder<IdempotencyKeyRow> table)
    {
        table.ToTable("idempotency_keys");
        table.HasKey(k => new { k.UserId, k.Book, k.Key });
        table.Property(k => k.UserId).HasMaxLength(64);
        table.Property(k => k.Key).HasMaxLength(255);
        table.Property(k => k.RequestHash).HasMaxLength(64);
        table.Property(k => k.GenerationId).HasMaxLength(64);
        table.HasIndex(k => k.ExpiresAt);
    }
}

internal sealed class CreditLotConfiguration : IEntityTypeConfiguration<CreditLotRow>
{
    public void Configure(EntityTypeBuilder<CreditLotRow> table)
    {
        table.ToTable("credit_lots", t => t.HasCheckConstraint("ck_credit_lots_amount", "amount_micro > 0"));
        table.HasKey(l => l.MoveId);
        table.Property(l => l.MoveId).HasMaxLength(64);
        table.Property(l => l.UserId).HasMaxLength(64);
        table.Property(l => l.EndsBefore).HasMaxLength(64);
        table.HasIndex(l => new { l.UserId, l.Book, l.ExpiresAt });
        table.HasIndex(l => l.ExpiresAt).HasFilter("settled_at IS NULL").HasDatabaseName("ix_credit_lots_due");
        table.HasOne<LedgerMoveRow>().WithMany().HasForeignKey(l => l.MoveId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TopUpCodeConfiguration : IEntityTypeConfiguration<TopUpCode>
{
    public void Configure(EntityTypeBuilder<TopUpCode> table)
    {
        table.ToTable("top_up_codes", t => t.HasCheckConstraint("ck_top_up_codes_amount", "amount_micro > 0"));
        table.HasKey(c => c.Id);
        table.Property(c => c.Id).HasMaxLength(64);
        table.Property(c => c.Hint).HasMaxLength(32);
        table.Property(c => c.Note).HasMaxLength(200);
        table.Property(c => c.CreatedBy).HasMaxLength(64);
        table.Property(c => c.RedeemedBy).HasMaxLength(64);
        table.Property(c => c.PayerId).HasMaxLength(64);
        table.Property<string>(StorageColumns.CodeHash).HasMaxLength(64).IsRequired();
        table.HasIndex(StorageColumns.CodeHash).IsUnique();
    }
}
