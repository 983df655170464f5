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
        table.Property(u => u.Limits).HasConversion(LimitColumns.Limits).HasDefaultValue(AccountLimits.None);
        table.Property(u => u.SignInName).HasMaxLength(100);
        table.Property(u => u.OpenIdSubject).HasMaxLength(500);
        table.Property<string?>(StorageColumns.PasswordHash).HasMaxLength(200);
        table.HasIndex(u => u.SignInName).IsUnique();
        table.HasIndex(u => u.OpenIdSubject).IsUnique();
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
        table.Property(k => k.TeamId).HasMaxLength(64);
        table.Property(k => k.Name).HasMaxLength(100);
        table.Property(k => k.Hint).HasMaxLength(32);
        table.Property(k => k.Scopes).HasDefaultValue(KeyScopes.All).HasSentinel(KeyScopes.All);
        table.Property(k => k.Models).HasConversion(LimitColumns.Models);
        table.Property(k => k.Limits).HasConversion(LimitColumns.Limits).HasDefaultValue(AccountLimits.None);
        table.Property<string>(StorageColumns.KeyHash).HasMaxLength(64).IsRequired();
        table.Property<string?>(StorageColumns.PreviousKeyHash).HasMaxLength(64);
        table.HasIndex(StorageColumns.KeyHash).IsUnique();
        table.HasIndex(StorageColumns.PreviousKeyHash).IsUnique();
        table.HasIndex(k => new { k.UserId, k.Id });
        table.HasIndex(k => new { k.TeamId, k.Id });
        table.HasOne<User>().WithMany().HasForeignKey(k => k.UserId).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Team>().WithMany().HasForeignKey(k => k.TeamId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TeamConfiguration : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> table)
    {
        table.ToTable("teams");
        table.HasKey(t => t.Id);
        table.Property(t => t.Id).HasMaxLength(64);
        table.Property(t => t.Name).HasMaxLength(100);
        table.Property(t => t.Limits).HasConversion(LimitColumns.Limits);
    }
}

internal sealed class TeamMemberConfiguration : IEntityTypeConfiguration<TeamMember>
{
    public void Configure(EntityTypeBuilder<TeamMember> table)
    {
        table.ToTable("team_members");
        table.HasKey(m => new { m.TeamId, m.UserId });
        table.Property(m => m.TeamId).HasMaxLength(64);
        table.Property(m => m.UserId).HasMaxLength(64);
        table.HasIndex(m => new { m.UserId, m.TeamId });
        table.HasOne<Team>().WithMany().HasForeignKey(m => m.TeamId).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> table)
    {
        table.ToTable("sessions");
        table.HasKey(s => s.Id);
        table.Property(s => s.Id).HasMaxLength(64);
        table.Property(s => s.UserId).HasMaxLength(64);
        table.Property(s => s.KeyId).HasMaxLength(64);
        table.Property(s => s.TeamId).HasMaxLength(64);
        table.Property(s => s.Address).HasMaxLength(64);
        table.Property<string>(StorageColumns.SessionHash).HasMaxLength(64).IsRequired();
        table.HasIndex(StorageColumns.SessionHash).IsUnique();
        table.HasIndex(s => s.UserId);
        table.HasIndex(s => s.ExpiresAt);
        table.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> table)
    {
        // No foreign keys: the trail outlives everything it names.
        table.ToTable("audit_entries");
        table.HasKey(a => a.Id);
        table.Property(a => a.Id).HasMaxLength(64);
        table.Property(a => a.ActorId).HasMaxLength(64);
        table.Property(a => a.ActorName).HasMaxLength(100);
        table.Property(a => a.KeyId).HasMaxLength(64);
        table.Property(a => a.Address).HasMaxLength(64);
        table.Property(a => a.Act).HasMaxLength(64);
        table.Property(a => a.TargetId).HasMaxLength(200);
        table.HasIndex(a => new { a.ActorId, a.Id });
        table.HasIndex(a => new { a.TargetId, a.Id });
        table.HasIndex(a => new { a.Act, a.Id });
    }
}
