using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>Users and keys.</summary>
internal sealed partial class AccountService(
    IDbContextFactory<AtelierDbContext> contexts,
    IDatabaseWriter writer,
    KeyCache cache,
    KeyUseRecorder uses,
    Passwords passwords,
    IdFactory ids,
    TimeProvider time) : IAccountService
{
    private readonly Func<AtelierDbContext, string, CancellationToken, Task<KeyWithUser?>> _findKey = AccountQueries.CompileFindKey();

    public async Task<Result<Caller>> AuthenticateAsync(string apiKey, CancellationToken cancellationToken)
    {
        if (!ApiKeyFormat.TryParse(apiKey, out _, out var problem))
        {
            return AccountErrors.MalformedKey(problem);
        }

        var hash = ApiKeyFormat.HashOf(apiKey);
        if (cache.Find(hash) is { } known)
        {
            uses.Used(known.KeyId);
            return known;
        }

        var readAt = time.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await _findKey(context, hash, cancellationToken) is not { } found)
        {
            return AccountErrors.UnknownKey;
        }

        var caller = Callers.Of(found, hash, time.GetUtcNow());
        if (caller.IsOk)
        {
            cache.Remember(hash, caller.Value, readAt);
            uses.Used(caller.Value.KeyId);
        }

        return caller;
    }

    public Task<Result<FirstKeys?>> BootstrapAsync(string? liveKey, string? testKey, CancellationToken cancellationToken) =>
        Bootstrap.RunAsync(writer, ids, time, liveKey, testKey, cancellationToken);

    /// <summary>Writes, then forgets what this node knew: other nodes follow within two seconds.</summary>
    private async Task<Result<T>> ChangeAsync<T>(
        Func<AtelierDbContext, CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : class
    {
        var result = await writer.WriteAsync(work, cancellationToken);
        cache.ForgetAll();
        return result;
    }
}
