using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Generations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atelier.Services.Persistence.Model;

internal sealed class ArtifactConfiguration : IEntityTypeConfiguration<Artifact>
{
    public void Configure(EntityTypeBuilder<Artifact> table)
    {
        table.ToTable("artifacts");
        table.HasKey(a => a.Id);
        table.Property(a => a.Id).HasMaxLength(64);
        table.Property(a => a.GenerationId).HasMaxLength(64);
        table.Property(a => a.UserId).HasMaxLength(64);
        table.Property(a => a.Index).HasColumnName("position");
        table.Property(a => a.Kind).HasMaxLength(32);
        table.Property(a => a.Sha256).HasMaxLength(64);
        table.Property<DateTimeOffset?>(StorageColumns.DeletedAt);
        table.Property<DateTimeOffset?>(StorageColumns.SweptAt);
        table.HasIndex(a => new { a.GenerationId, a.Kind, a.Index }).IsUnique();
        table.HasIndex(a => a.StoreKey);
        table.HasIndex(StorageColumns.DeletedAt).HasFilter("deleted_at IS NOT NULL AND swept_at IS NULL").HasDatabaseName("ix_artifacts_removable");
        table.HasOne<Generation>().WithMany().HasForeignKey(a => a.GenerationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UploadConfiguration : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> table)
    {
        table.ToTable("uploads");
        table.HasKey(u => u.Id);
        table.Property(u => u.Id).HasMaxLength(64);
        table.Property(u => u.UserId).HasMaxLength(64);
        table.Property(u => u.Sha256).HasMaxLength(64);
        table.HasIndex(u => u.StoreKey);
        table.HasIndex(u => u.ExpiresAt);
        table.HasOne<User>().WithMany().HasForeignKey(u => u.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
