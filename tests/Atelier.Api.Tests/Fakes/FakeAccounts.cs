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

    public Task<Result<User>> CreateUserAsync(NewUser wanted, Actor actor, CancellationToken cancellationToken)
    {
        var user = new User($"usr_{wanted.Name}", wanted.Name, wanted.Role, time.GetUtcNow());
        users[user.Id] = user;
        return Task.FromResult<Result<User>>(user);
    }

    public Task<User?> FindUserAsync(string id, CancellationToken cancellationToken) => Task.FromResult(users.GetValueOrDefault(id));

    public Task<Page<User>> ListUsersAsync(string? cursor, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<User>([.. users.Values.Take(limit)], users.Count > limit ? "more" : null));

    public Task<Result<User>> UpdateUserAsync(string id, UserChanges changes, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<User>> SetPasswordAsync(string userId, string? password, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<User>> ChangePasswordAsync(string? current, string password, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<ApiKey>> UpdateKeyAsync(string keyId, KeyOwner owner, KeySettings settings, Actor actor, CancellationToken cancellationToken) =>
        throw Unused();

    public Task<Result<CreatedKey>> RotateKeyAsync(string keyId, KeyOwner owner, TimeSpan overlap, Actor actor, CancellationToken cancellationToken) =>
        throw Unused();

    public Task<ApiKey?> FindKeyAsync(string keyId, KeyOwner owner, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<CreatedKey>> CreateKeyAsync(
        string userId, Book book, KeySettings settings, Actor actor, CancellationToken cancellationToken)
    {
        if (!users.ContainsKey(userId))
        {
            return Task.FromResult<Result<CreatedKey>>(new ServiceError(ErrorKind.NotFound, "user_not_found", "There is no such user."));
        }

        var secret = $"atl_{(book == Book.Live ? "live" : "test")}_{Guid.NewGuid():n}";
        return Task.FromResult<Result<CreatedKey>>(new CreatedKey(AddKey(userId, book, secret, settings.Name), secret));
    }

    public Task<Page<ApiKey>> ListKeysAsync(KeyOwner owner, string? cursor, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<ApiKey>(
            [.. keys.Values.Select(entry => entry.Key).Where(key => owner.UserId is null || key.UserId == owner.UserId).Take(limit)], null));

    public Task<Result<ApiKey>> RevokeKeyAsync(string keyId, KeyOwner owner, Actor actor, CancellationToken cancellationToken)
    {
        if (!keys.TryGetValue(keyId, out var entry) || (owner.UserId is { } user && entry.Key.UserId != user))
        {
            return Task.FromResult<Result<ApiKey>>(new ServiceError(ErrorKind.NotFound, "key_not_found", "There is no such key."));
        }

        var revoked = entry.Key with { RevokedAt = time.GetUtcNow() };
        keys[keyId] = (revoked, entry.Secret);
        return Task.FromResult<Result<ApiKey>>(revoked);
    }

    public Task<Result<FirstKeys?>> BootstrapAsync(string? liveKey, string? testKey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The API never bootstraps.");

    private static NotSupportedException Unused() => new("These routes are tested over the real services.");

    private ApiKey AddKey(string userId, Book book, string secret, string name = "seeded")
    {
        var key = new ApiKey($"key_{Guid.NewGuid():n}", userId, name, book, $"{secret[..6]}…", time.GetUtcNow(), null, null);
        keys[key.Id] = (key, secret);
        return key;
    }
}
