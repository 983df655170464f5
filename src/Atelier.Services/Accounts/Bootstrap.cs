using Atelier.Services.Credits;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Accounts;

/// <summary>What an empty installation gets: an operator, a key for each book, and play credits.</summary>
internal static class Bootstrap
{
    private const long FirstPlayCredits = 1_000 * MicroCredits.PerCredit;
    private const string LiveSetting = "ATELIER_LIVE_KEY";
    private const string TestSetting = "ATELIER_TEST_KEY";

    // Any number does, as long as every node uses the same.
    private const long FirstStartLock = 0x6174_656C_6965_7201;

    public static async Task<Result<FirstKeys?>> RunAsync(
        IDatabaseWriter writer, IdFactory ids, TimeProvider time, string? liveKey, string? testKey, CancellationToken cancellationToken) =>
        await writer.WriteAsync<Result<FirstKeys?>>(
            async (context, token) =>
            {
                if (context.Database.IsNpgsql())
                {
                    // Two nodes may start on the same empty database; SQLite has one writer anyway.
                    await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({FirstStartLock})", token);
                }

                if (await context.Users.AnyAsync(token))
                {
                    return (FirstKeys?)null;
                }

                if ((Problem(liveKey, Book.Live) ?? Problem(testKey, Book.Test)) is { } problem)
                {
                    return problem;
                }

                return await WriteAsync(context, ids, time.GetUtcNow(), liveKey, testKey, token);
            },
            cancellationToken);

    private static async Task<FirstKeys?> WriteAsync(
        AtelierDbContext context, IdFactory ids, DateTimeOffset now, string? liveKey, string? testKey, CancellationToken cancellationToken)
    {
        var user = NewAccounts.AddUser(context, new NewUser("operator", UserRole.Operator), passwordHash: null, ids, now);
        var live = string.IsNullOrEmpty(liveKey) ? ApiKeyFormat.New(Book.Live) : liveKey;
        var test = string.IsNullOrEmpty(testKey) ? ApiKeyFormat.New(Book.Test) : testKey;
        NewAccounts.AddKey(context, user.Id, Book.Live, new KeySettings { Name = "first live key" }, live, ids, now);
        NewAccounts.AddKey(context, user.Id, Book.Test, new KeySettings { Name = "first test key" }, test, ids, now);
        await context.SaveChangesAsync(cancellationToken);
        var grant = await Grants.WriteAsync(
            context, new GrantRequest(user.Id, Book.Test, FirstPlayCredits, "First play credits", "system"), ids, now, cancellationToken);
        return grant.IsOk
            ? new FirstKeys(user, live, test, !string.IsNullOrEmpty(liveKey), !string.IsNullOrEmpty(testKey))
            : throw new InvalidOperationException($"The first play credits were refused: {grant.Error.Code}.");
    }

    private static ServiceError? Problem(string? key, Book book)
    {
        if (string.IsNullOrEmpty(key))
        {
            return null;
        }

        var (setting, mode) = book == Book.Live ? (LiveSetting, "live") : (TestSetting, "test");
        if (!ApiKeyFormat.TryParse(key, out var actual, out var problem))
        {
            return AccountErrors.MalformedGivenKey(setting, mode, problem);
        }

        return actual == book ? null : AccountErrors.MalformedGivenKey(setting, mode, "it belongs to the other mode");
    }
}
