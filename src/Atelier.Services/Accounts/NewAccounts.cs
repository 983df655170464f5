using Atelier.Services.Credits;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Accounts;

/// <summary>Adds users and keys to a context; the caller saves.</summary>
internal static class NewAccounts
{
    /// <summary>A user with an empty balance in each book, so that money always finds its row.</summary>
    public static User AddUser(AtelierDbContext context, NewUser wanted, string? passwordHash, IdFactory ids, DateTimeOffset now)
    {
        var user = new User(ids.New(IdPrefixes.User), wanted.Name.Trim(), wanted.Role, StoredTime.Trim(now))
        {
            Limits = wanted.Limits,
            OpenIdSubject = string.IsNullOrEmpty(wanted.OpenIdSubject) ? null : wanted.OpenIdSubject,
            SignInName = passwordHash is null ? null : AccountRules.SignInName(wanted.Name),
        };
        context.Add(user).Property(StorageColumns.PasswordHash).CurrentValue = passwordHash;
        AddBalances(context, user.Id);
        return user;
    }

    /// <summary>A team with an empty balance in each book.</summary>
    public static Team AddTeam(AtelierDbContext context, string name, AccountLimits limits, IdFactory ids, DateTimeOffset now)
    {
        var team = new Team(ids.New(IdPrefixes.Team), name.Trim(), StoredTime.Trim(now)) { Limits = limits };
        context.Add(team);
        AddBalances(context, team.Id);
        return team;
    }

    public static ApiKey AddKey(
        AtelierDbContext context, string userId, Book book, KeySettings settings, string secret, IdFactory ids, DateTimeOffset now)
    {
        var key = new ApiKey(
            ids.New(IdPrefixes.ApiKey), userId, settings.Name.Trim(), book, ApiKeyFormat.HintOf(secret), StoredTime.Trim(now), LastUsedAt: null, RevokedAt: null)
        {
            TeamId = settings.TeamId,
            Scopes = settings.Scopes,
            Models = settings.Models,
            Limits = settings.Limits,
            ExpiresAt = settings.ExpiresAt is { } end ? StoredTime.Trim(end) : null,
        };
        context.Add(key).Property(StorageColumns.KeyHash).CurrentValue = ApiKeyFormat.HashOf(secret);
        return key;
    }

    private static void AddBalances(AtelierDbContext context, string payerId)
    {
        foreach (var book in Enum.GetValues<Book>())
        {
            context.Add(new BalanceRow { UserId = payerId, Book = book });
        }
    }
}
