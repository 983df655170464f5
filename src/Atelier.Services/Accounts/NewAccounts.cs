using Atelier.Services.Credits;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Accounts;

/// <summary>Adds users and keys to a context; the caller saves.</summary>
internal static class NewAccounts
{
    /// <summary>A user with an empty balance in each book, so that money always finds its row.</summary>
    public static User AddUser(AtelierDbContext context, string name, UserRole role, IdFactory ids, DateTimeOffset now)
    {
        var user = new User(ids.New(IdPrefixes.User), name, role, StoredTime.Trim(now));
        context.Add(user);
        context.Add(new BalanceRow { UserId = user.Id, Book = Book.Live });
        context.Add(new BalanceRow { UserId = user.Id, Book = Book.Test });
        return user;
    }

    public static ApiKey AddKey(AtelierDbContext context, string userId, Book book, string name, string secret, IdFactory ids, DateTimeOffset now)
    {
        var key = new ApiKey(ids.New(IdPrefixes.ApiKey), userId, name, book, ApiKeyFormat.HintOf(secret), StoredTime.Trim(now), LastUsedAt: null, RevokedAt: null);
        context.Add(key).Property(StorageColumns.KeyHash).CurrentValue = ApiKeyFormat.HashOf(secret);
        return key;
    }
}
