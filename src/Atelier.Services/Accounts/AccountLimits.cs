using Atelier.Services.Credits;

namespace Atelier.Services.Accounts;

/// <summary>What a key, a user or a team may use. <see langword="null"/> means no limit.</summary>
public sealed record AccountLimits
{
    /// <summary>Requests in a window of 60 seconds, counted by each node for itself; at least 1.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Generations accepted in the last 60 seconds, counted in the database; at least 1.</summary>
    public int? GenerationsPerMinute { get; init; }

    /// <summary>Generations not yet finished, counted in the database; at least 1.</summary>
    public int? ConcurrentGenerations { get; init; }

    /// <summary>Most micro-credits one generation may hold.</summary>
    public long? PerRequestMicro { get; init; }

    /// <summary>Most micro-credits held or captured for the generations of one day (UTC), in each book.</summary>
    public long? PerDayMicro { get; init; }

    /// <summary>Most micro-credits held or captured for the generations of one month (UTC), in each book.</summary>
    public long? PerMonthMicro { get; init; }

    /// <summary>No limit at all.</summary>
    public static AccountLimits None { get; } = new();

    /// <summary>Whether accepting has to count rows.</summary>
    internal bool NeedCounting => GenerationsPerMinute is not null || ConcurrentGenerations is not null || PerDayMicro is not null || PerMonthMicro is not null;

    /// <summary>What is wrong with these limits.</summary>
    internal ServiceError? Problem()
    {
        foreach (var (name, value) in new (string, int?)[]
            { ("requests_per_minute", RequestsPerMinute), ("generations_per_minute", GenerationsPerMinute), ("concurrent_generations", ConcurrentGenerations) })
        {
            if (value is < 1)
            {
                return AccountErrors.InvalidLimit(name, "at least 1");
            }
        }

        foreach (var (name, value) in new (string, long?)[]
            { ("credits_per_request", PerRequestMicro), ("credits_per_day", PerDayMicro), ("credits_per_month", PerMonthMicro) })
        {
            if (value is < 0 or > MicroCredits.Max)
            {
                return AccountErrors.InvalidLimit(name, $"from 0 to {MicroCredits.Format(MicroCredits.Max)}");
            }
        }

        return null;
    }

    /// <summary>Whether nothing here is wider than there.</summary>
    internal bool IsWithin(AccountLimits wider) =>
        Within(RequestsPerMinute, wider.RequestsPerMinute) && Within(GenerationsPerMinute, wider.GenerationsPerMinute)
        && Within(ConcurrentGenerations, wider.ConcurrentGenerations) && Within(PerRequestMicro, wider.PerRequestMicro)
        && Within(PerDayMicro, wider.PerDayMicro) && Within(PerMonthMicro, wider.PerMonthMicro);

    private static bool Within(long? own, long? wider) => wider is null || own <= wider;
}

/// <summary>Whose limits they are.</summary>
public enum LimitSubject
{
    /// <summary>The key used.</summary>
    Key = 1,

    /// <summary>The user, whatever key is used.</summary>
    User = 2,

    /// <summary>The key's team.</summary>
    Team = 3,
}

/// <summary>The limits of one key, user or team.</summary>
public sealed record SubjectLimits(LimitSubject Kind, string Id, AccountLimits Limits);

/// <summary>All limits that hold for a caller.</summary>
public sealed record CallerLimits(AccountLimits Key, AccountLimits User, AccountLimits Team)
{
    /// <summary>No limit at all.</summary>
    public static CallerLimits None { get; } = new(AccountLimits.None, AccountLimits.None, AccountLimits.None);
}
