using System.Security.Cryptography;
using System.Text;
using Atelier.Services.Credits;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Model;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Accounts;

/// <summary>Sessions of browsers.</summary>
internal sealed class SessionService(
    IDbContextFactory<AtelierDbContext> contexts,
    IDatabaseWriter writer,
    IAccountService accounts,
    KeyCache cache,
    KeyUseRecorder uses,
    Passwords passwords,
    IOptions<SessionOptions> options,
    IdFactory ids,
    TimeProvider time) : ISessionService
{
    private const string Prefix = "ats_";
    private const int SecretLength = 43;
    private const int MostListed = 100;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public async Task<Result<OpenedSession>> OpenByKeyAsync(string apiKey, string? address, CancellationToken cancellationToken)
    {
        var caller = await accounts.AuthenticateAsync(apiKey, cancellationToken);
        if (!caller.IsOk)
        {
            return caller.Error;
        }

        // The text of a key that is being replaced opens no session that outlasts it.
        var session = New(caller.Value.UserId, SignInMethod.Key, caller.Value.Book, address) with { KeyId = caller.Value.KeyId, TeamId = caller.Value.TeamId };
        return await OpenAsync(caller.Value.ExpiresAt < session.ExpiresAt ? session with { ExpiresAt = caller.Value.ExpiresAt.Value } : session, cancellationToken);
    }

    public async Task<Result<OpenedSession>> OpenByPasswordAsync(
        string name, string password, Book book, string? teamId, string? address, CancellationToken cancellationToken)
    {
        if (AccountRules.Book(book) is { } problem)
        {
            return problem;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var wanted = AccountRules.SignInName(name);
        var found = await context.Users.Where(u => u.SignInName == wanted)
            .Select(u => new { u.Id, Hash = EF.Property<string?>(u, StorageColumns.PasswordHash) }).FirstOrDefaultAsync(cancellationToken);
        if (password.Length > AccountRules.LongestPassword || !passwords.Matches(found?.Hash, password, out var isDated))
        {
            return AccountErrors.WrongSignIn;
        }

        if (teamId is not null && !await TeamQueries.IsMemberAsync(context, teamId, found!.Id, cancellationToken))
        {
            return AccountErrors.TeamNotFound;
        }

        var opened = await OpenAsync(New(found!.Id, SignInMethod.Password, book, address) with { TeamId = teamId }, cancellationToken);
        if (opened.IsOk && isDated)
        {
            await HashAnewAsync(found.Id, found.Hash!, password, cancellationToken);
        }

        return opened;
    }

    public async Task<Result<OpenedSession>> OpenByOpenIdAsync(string subject, string? address, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var userId = await context.Users.Where(u => u.OpenIdSubject == subject).Select(u => u.Id).FirstOrDefaultAsync(cancellationToken);
        return userId is null
            ? AccountErrors.OpenIdUserUnknown
            : await OpenAsync(New(userId, SignInMethod.Openid, Book.Live, address), cancellationToken);
    }

    public async Task<Result<Caller>> AuthenticateAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length != Prefix.Length + SecretLength || !secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return AccountErrors.SessionEnded;
        }

        var hash = HashOf(secret);
        if (cache.Find(hash) is { } known)
        {
            uses.Used(known.SessionId!);
            return known;
        }

        var readAt = time.GetTimestamp();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await AccountQueries.FindSessionAsync(context, hash, cancellationToken) is not { } found)
        {
            return AccountErrors.SessionEnded;
        }

        var caller = Callers.Of(found, options.Value, time.GetUtcNow());
        if (caller.IsOk)
        {
            cache.Remember(hash, caller.Value, readAt);
            uses.Used(found.Session.Id);
        }

        return caller;
    }

    public async Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = now - options.Value.IdleTimeout;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Sessions
            .Where(s => s.UserId == userId && s.RevokedAt == null && s.ExpiresAt > now && s.LastSeenAt > seen)
            .OrderByDescending(s => s.Id).Take(MostListed).ToListAsync(cancellationToken);
    }

    public async Task<Result<Session>> EndAsync(string sessionId, string? userId, Actor actor, CancellationToken cancellationToken)
    {
        var result = await writer.WriteAsync<Result<Session>>(
            async (context, token) =>
            {
                if (await context.Sessions.FirstOrDefaultAsync(s => s.Id == sessionId && (userId == null || s.UserId == userId), token) is not { } session)
                {
                    return AccountErrors.SessionNotFound;
                }

                if (actor.Caller is { IsSandbox: true } && session.Book == Book.Live)
                {
                    return AccountErrors.LiveKeyRequired;
                }

                if (session.RevokedAt is not null)
                {
                    return session;
                }

                DateTimeOffset? now = StoredTime.Trim(time.GetUtcNow());
                await context.Sessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(row => row.SetProperty(s => s.RevokedAt, now), token);
                Audit.Add(context, ids, time.GetUtcNow(), actor, "session.end", sessionId);
                await context.SaveChangesAsync(token);
                return session with { RevokedAt = now };
            },
            cancellationToken);
        cache.ForgetAll();
        return result;
    }

    public async Task<int> EndAllAsync(string userId, Actor actor, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = StoredTime.Trim(time.GetUtcNow());
        var onlyTest = actor.Caller is { IsSandbox: true };
        var ended = await writer.WriteAsync(
            async (context, token) =>
            {
                var count = await context.Sessions
                    .Where(s => s.UserId == userId && s.RevokedAt == null && (!onlyTest || s.Book == Book.Test))
                    .ExecuteUpdateAsync(row => row.SetProperty(s => s.RevokedAt, now), token);
                var facts = new Dictionary<string, string?> { ["sessions"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture) };
                Audit.Add(context, ids, time.GetUtcNow(), actor, "session.end_all", userId, after: facts);
                await context.SaveChangesAsync(token);
                return count;
            },
            cancellationToken);
        cache.ForgetAll();
        return ended;
    }

    internal static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private Session New(string userId, SignInMethod method, Book book, string? address)
    {
        var now = StoredTime.Trim(time.GetUtcNow());
        return new Session(ids.New(IdPrefixes.Session), userId, method, book, now, now + options.Value.Lifetime) { LastSeenAt = now, Address = address };
    }

    // Unless the password was changed meanwhile.
    private Task<int> HashAnewAsync(string userId, string dated, string password, CancellationToken cancellationToken)
    {
        var hash = passwords.Hash(password);
        return writer.WriteAsync(
            (context, token) => context.Users
                .Where(u => u.Id == userId && EF.Property<string?>(u, StorageColumns.PasswordHash) == dated)
                .ExecuteUpdateAsync(row => row.SetProperty(u => EF.Property<string?>(u, StorageColumns.PasswordHash), hash), token),
            cancellationToken);
    }

    private async Task<Result<OpenedSession>> OpenAsync(Session session, CancellationToken cancellationToken)
    {
        var secret = Prefix + RandomNumberGenerator.GetString(Alphabet, SecretLength);
        var hash = HashOf(secret);
        var opened = await writer.WriteAsync(
            async (context, token) =>
            {
                context.Add(session).Property(StorageColumns.SessionHash).CurrentValue = hash;
                await context.SaveChangesAsync(token);
                context.ChangeTracker.Clear();

                // Read back as every later request will: somebody disabled or expired meanwhile gets no session.
                var found = await AccountQueries.FindSessionAsync(context, hash, token);
                var caller = found is null ? AccountErrors.SessionEnded : Callers.Of(found, options.Value, time.GetUtcNow());
                if (!caller.IsOk)
                {
                    await context.Sessions.Where(s => s.Id == session.Id).ExecuteDeleteAsync(token);
                    return caller;
                }

                var actor = Actor.Of(caller.Value, session.Address);
                var facts = new Dictionary<string, string?> { ["method"] = session.Method.ToString().ToLowerInvariant() };
                Audit.Add(context, ids, time.GetUtcNow(), actor, "session.open", session.Id, after: facts);
                await context.SaveChangesAsync(token);
                return caller;
            },
            cancellationToken);
        return opened.IsOk ? new OpenedSession(session, opened.Value, secret) : opened.Error;
    }
}
