using System.Collections.Concurrent;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Fakes;

/// <summary>Users and keys in memory. A key's text is its id with a prefix.</summary>
internal sealed class FakeAccounts(TimeProvider time) : IAccountService
{
    public const string Alice = "usr_alice";
    public const string Bob = "usr_bob";
    public const string Olga = "usr_olga";

    private readonly ConcurrentDictionary<string, User> users = new();
    private readonly ConcurrentDictionary<string, (ApiKey Key, string Secret)> keys = new();

    /// <summary>Adds alice and bob (users) and olga (operator), each with a live and a test key named after them.</summary>
    public FakeAccounts Seeded()
    {
        foreach (var (id, role) in new[] { (Alice, UserRole.User), (Bob, UserRole.User), (Olga, UserRole.Operator) })
        {
            users[id] = new User(id, id[4..], role, time.GetUtcNow());
            AddKey(id, Book.Live, $"atl_live_{id[4..]}");
            AddKey(id, Book.Test, $"atl_test_{id[4..]}");
        }

        return this;
    }

    public Task<Result<Caller>> AuthenticateAsync(string apiKey, CancellationToken cancellationToken)
    {
        var found = keys.Values.FirstOrDefault(entry => entry.Secret == apiKey).Key;
        Result<Caller> result = found switch
        {
            null => new ServiceError(ErrorKind.Unauthenticated, "invalid_api_key", "This API key is not known here."),
            { RevokedAt: not null } => new ServiceError(ErrorKind.Unauthenticated, "revoked_api_key", "This API key was revoked."),
            _ => new Caller(found.UserId, users[found.UserId].Name, users[found.UserId].Role, found.Id, found.Book),
        };
        return Task.FromResult(result);
    }

    public Task<Result<User>> CreateUserAsync(string name, UserRole role, CancellationToken cancellationToken)
    {
        var user = new User($"usr_{name}", name, role, time.GetUtcNow());
        users[user.Id] = user;
        return Task.FromResult<Result<User>>(user);
    }

    public Task<User?> FindUserAsync(string id, CancellationToken cancellationToken) => Task.FromResult(users.GetValueOrDefault(id));

    public Task<Page<User>> ListUsersAsync(string? cursor, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<User>([.. users.Values.Take(limit)], users.Count > limit ? "more" : null));

    public Task<Result<CreatedKey>> CreateKeyAsync(string userId, Book book, string name, CancellationToken cancellationToken)
    {
        if (!users.ContainsKey(userId))
        {
            return Task.FromResult<Result<CreatedKey>>(new ServiceError(ErrorKind.NotFound, "user_not_found", "There is no such user."));
        }

        var secret = $"atl_{(book == Book.Live ? "live" : "test")}_{Guid.NewGuid():n}";
        return Task.FromResult<Result<CreatedKey>>(new CreatedKey(AddKey(userId, book, secret, name), secret));
    }

    public Task<Page<ApiKey>> ListKeysAsync(string? userId, string? cursor, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<ApiKey>(
            [.. keys.Values.Select(entry => entry.Key).Where(key => userId is null || key.UserId == userId).Take(limit)], null));

    public Task<Result<ApiKey>> RevokeKeyAsync(string keyId, string? userId, CancellationToken cancellationToken)
    {
        if (!keys.TryGetValue(keyId, out var entry) || (userId is not null && entry.Key.UserId != userId))
        {
            return Task.FromResult<Result<ApiKey>>(new ServiceError(ErrorKind.NotFound, "key_not_found", "There is no such key."));
        }

        var revoked = entry.Key with { RevokedAt = time.GetUtcNow() };
        keys[keyId] = (revoked, entry.Secret);
        return Task.FromResult<Result<ApiKey>>(revoked);
    }

    public Task<Result<FirstKeys?>> BootstrapAsync(string? liveKey, string? testKey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The API never bootstraps.");

    private ApiKey AddKey(string userId, Book book, string secret, string name = "seeded")
    {
        var key = new ApiKey($"key_{Guid.NewGuid():n}", userId, name, book, $"{secret[..6]}…", time.GetUtcNow(), null, null);
        keys[key.Id] = (key, secret);
        return key;
    }
}
