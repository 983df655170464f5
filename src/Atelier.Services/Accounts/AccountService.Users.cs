using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Reading;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <content>Users and their passwords.</content>
internal sealed partial class AccountService
{
    // Any number does, as long as every node uses the same.
    private const long OperatorsLock = 0x6174_656C_6965_7202;

    public async Task<Result<User>> CreateUserAsync(NewUser user, Actor actor, CancellationToken cancellationToken)
    {
        if ((AccountRules.Name(user.Name) ?? AccountRules.Role(user.Role) ?? AccountRules.Password(user.Password)
            ?? AccountRules.Subject(user.OpenIdSubject) ?? user.Limits.Problem() ?? MayMake(user, actor)) is { } problem)
        {
            return problem;
        }

        var hash = passwords.Hash(user.Password);
        return await writer.WriteAsync<Result<User>>(
            async (context, token) =>
            {
                if (await TakenAsync(context, null, hash is null ? null : AccountRules.SignInName(user.Name), user.OpenIdSubject, token) is { } taken)
                {
                    return taken;
                }

                var made = NewAccounts.AddUser(context, user, hash, ids, time.GetUtcNow());
                Audit.Add(context, ids, time.GetUtcNow(), actor, "user.create", made.Id, after: AuditFacts.Of(made));
                await context.SaveChangesAsync(token);
                return made;
            },
            cancellationToken);
    }

    public async Task<Result<User>> UpdateUserAsync(string id, UserChanges changes, Actor actor, CancellationToken cancellationToken)
    {
        if (((changes.Name is null ? null : AccountRules.Name(changes.Name)) ?? AccountRules.Role(changes.Role ?? UserRole.User)
            ?? AccountRules.Subject(changes.OpenIdSubject) ?? changes.Limits?.Problem() ?? AccountRules.WidensToAll(actor)) is { } problem)
        {
            return problem;
        }

        return await ChangeAsync<User>(
            async (context, token) =>
            {
                await LockOperatorsAsync(context, token);
                return await context.Users.FirstOrDefaultAsync(u => u.Id == id, token) is { } before
                    ? await UpdateUserAsync(context, before, After(before, changes), actor, token)
                    : AccountErrors.UserNotFound;
            },
            cancellationToken);
    }

    public async Task<Result<User>> SetPasswordAsync(string userId, string? password, Actor actor, CancellationToken cancellationToken)
    {
        if ((AccountRules.Password(password) ?? AccountRules.WidensToAll(actor)) is { } problem)
        {
            return problem;
        }

        var hash = passwords.Hash(password);
        return await ChangeAsync<User>(
            async (context, token) =>
            {
                if (await context.Users.FirstOrDefaultAsync(u => u.Id == userId, token) is not { } before)
                {
                    return AccountErrors.UserNotFound;
                }

                var name = hash is null ? null : AccountRules.SignInName(before.Name);
                if (await TakenAsync(context, userId, name, subject: null, token) is { } taken)
                {
                    return taken;
                }

                await context.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(
                    row => row.SetProperty(u => u.SignInName, name).SetProperty(u => EF.Property<string?>(u, StorageColumns.PasswordHash), hash), token);
                DateTimeOffset? now = StoredTime.Trim(time.GetUtcNow());
                var kept = actor.Caller?.SessionId;
                await context.Sessions
                    .Where(s => s.UserId == userId && s.Method == SignInMethod.Password && s.RevokedAt == null && s.Id != kept)
                    .ExecuteUpdateAsync(row => row.SetProperty(s => s.RevokedAt, now), token);
                Audit.Add(context, ids, time.GetUtcNow(), actor, hash is null ? "user.password.remove" : "user.password.set", userId);
                await context.SaveChangesAsync(token);
                return before with { SignInName = name };
            },
            cancellationToken);
    }

    public async Task<Result<User>> ChangePasswordAsync(string? current, string password, Actor actor, CancellationToken cancellationToken)
    {
        var caller = actor.Caller ?? throw new ArgumentException("Only a caller has a password of its own.", nameof(actor));
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var hash = await context.Users.Where(u => u.Id == caller.UserId)
                .Select(u => EF.Property<string?>(u, StorageColumns.PasswordHash)).FirstOrDefaultAsync(cancellationToken);
            if (hash is not null && !passwords.Matches(hash, current ?? string.Empty))
            {
                return AccountErrors.WrongPassword;
            }
        }

        return await SetPasswordAsync(caller.UserId, password, actor, cancellationToken);
    }

    public async Task<User?> FindUserAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.FirstOrDefaultAsync(u => u.Id == id, cancellationToken);
    }

    public async Task<Page<User>> ListUsersAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        limit = Paging.Limit(limit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<User> rows = context.Users;
        if (!string.IsNullOrEmpty(cursor))
        {
            rows = rows.Where(u => string.Compare(u.Id, cursor) < 0);
        }

        return Paging.Page(await rows.OrderByDescending(u => u.Id).Take(limit + 1).ToListAsync(cancellationToken), limit, u => u.Id);
    }

    private static ServiceError? MayMake(NewUser user, Actor actor) =>
        user.Role == UserRole.Operator || user.Password is not null || user.OpenIdSubject is not null ? AccountRules.WidensToAll(actor) : null;

    private User After(User before, UserChanges changes) => before with
    {
        Name = changes.Name?.Trim() ?? before.Name,
        Role = changes.Role ?? before.Role,
        Limits = changes.Limits ?? before.Limits,
        OpenIdSubject = changes.OpenIdSubject is { } subject ? (subject.Length == 0 ? null : subject) : before.OpenIdSubject,
        SignInName = changes.Name is { } name && before.SignInName is not null ? AccountRules.SignInName(name) : before.SignInName,
        DisabledAt = changes.Disabled switch
        {
            true => before.DisabledAt ?? StoredTime.Trim(time.GetUtcNow()),
            false => null,
            null => before.DisabledAt,
        },
    };

    private async Task<Result<User>> UpdateUserAsync(AtelierDbContext context, User before, User after, Actor actor, CancellationToken cancellationToken)
    {
        if (await TakenAsync(context, before.Id, after.SignInName, after.OpenIdSubject, cancellationToken) is { } taken)
        {
            return taken;
        }

        var stops = before is { Role: UserRole.Operator, DisabledAt: null } && after is not { Role: UserRole.Operator, DisabledAt: null };
        if (stops && !await context.Users.AnyAsync(u => u.Id != before.Id && u.Role == UserRole.Operator && u.DisabledAt == null, cancellationToken))
        {
            return AccountErrors.LastOperator;
        }

        await context.Users.Where(u => u.Id == before.Id).ExecuteUpdateAsync(
            row => row.SetProperty(u => u.Name, after.Name).SetProperty(u => u.Role, after.Role).SetProperty(u => u.Limits, after.Limits)
                .SetProperty(u => u.OpenIdSubject, after.OpenIdSubject).SetProperty(u => u.SignInName, after.SignInName)
                .SetProperty(u => u.DisabledAt, after.DisabledAt),
            cancellationToken);
        Audit.Add(context, ids, time.GetUtcNow(), actor, "user.update", before.Id, AuditFacts.Of(before), AuditFacts.Of(after));
        await context.SaveChangesAsync(cancellationToken);
        return after;
    }

    // Two nodes may each take away the role of what they believe to be the second last operator; SQLite has one writer anyway.
    private static async Task LockOperatorsAsync(AtelierDbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({OperatorsLock})", cancellationToken);
        }
    }

    private static async Task<ServiceError?> TakenAsync(
        AtelierDbContext context, string? userId, string? signInName, string? subject, CancellationToken cancellationToken)
    {
        if (signInName is not null && await context.Users.AnyAsync(u => u.SignInName == signInName && u.Id != userId, cancellationToken))
        {
            return AccountErrors.NameTaken;
        }

        return !string.IsNullOrEmpty(subject) && await context.Users.AnyAsync(u => u.OpenIdSubject == subject && u.Id != userId, cancellationToken)
            ? AccountErrors.SubjectTaken
            : null;
    }
}
