using Atelier.Services.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Atelier.Services.Persistence.Model;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> table)
    {
        table.ToTable("users");
        table.HasKey(u => u.Id);
        table.Property(u => u.Id).HasMaxLength(64);
        table.Property(u => u.Name).HasMaxLength(100);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> table)
    {
        table.ToTable("api_keys");
        table.HasKey(k => k.Id);
        table.Property(k => k.Id).HasMaxLength(64);
        table.Property(k => k.UserId).HasMaxLength(64);
        table.Property(k => k.Name).HasMaxLength(100);
        table.Property(k => k.Hint).HasMaxLength(32);
        table.Property<string>(StorageColumns.KeyHash).HasMaxLength(64).IsRequired();
        table.HasIndex(StorageColumns.KeyHash).IsUnique();
        table.HasIndex(k => new { k.UserId, k.Id });
        table.HasOne<User>().WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
