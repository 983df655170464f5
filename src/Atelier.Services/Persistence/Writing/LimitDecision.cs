using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Persistence.Writing;

/// <summary>Decides, inside the accepting transaction, whether the limits of key, user and team allow one generation more.</summary>
internal static class LimitDecision
{
    /// <summary>The window of rates.</summary>
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Nobody knows when a generation will end; a few seconds are seldom wasted.
    private static readonly TimeSpan UntilOneEnds = TimeSpan.FromSeconds(5);

    /// <summary>Whose usage has to be known to decide about a request.</summary>
    public static IEnumerable<UsageName> UsagesOf(NewGeneration request) =>
        request.Limits.Where(subject => subject.Limits.NeedCounting).Select(subject => NameOf(subject, request));

    /// <summary>Why it is refused; <see langword="null"/> when it is not.</summary>
    public static ServiceError? Refuse(NewGeneration request, IFacts facts, DateTimeOffset now)
    {
        foreach (var subject in request.Limits)
        {
            var used = subject.Limits.NeedCounting ? facts.Usage(NameOf(subject, request), now) : null;
            if (Refuse(subject, request.Generation.HeldMicro, used, now) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static ServiceError? Refuse(SubjectLimits subject, long hold, UsageFacts? used, DateTimeOffset now)
    {
        var limits = subject.Limits;
        if (limits.PerRequestMicro is { } perRequest && hold > perRequest)
        {
            return OverSpend(
                "request_spend_limit",
                $"This would hold {MicroCredits.Format(hold)} credits; {Owner(subject)} may hold {MicroCredits.Format(perRequest)} for one generation. Ask for less.");
        }

        if (used is null)
        {
            return null;
        }

        if (limits.ConcurrentGenerations is { } concurrent && used.Running >= concurrent)
        {
            return TooMany("too_many_running", $"{Owner(subject, true)} may have {concurrent} unfinished generations. Wait until one has finished.", UntilOneEnds);
        }

        if (limits.GenerationsPerMinute is { } rate && used.LastMinute >= rate)
        {
            var wait = (used.OldestOfMinute ?? now) + Minute - now;
            return TooMany("generation_rate_limited", $"{Owner(subject, true)} may make {rate} generations in a minute. Wait a moment.", wait);
        }

        if (limits.PerDayMicro is { } day && used.DayMicro + hold > day)
        {
            return OverSpend("daily_spend_limit", Spent(subject, "day", hold, day, used.DayMicro));
        }

        return limits.PerMonthMicro is { } month && used.MonthMicro + hold > month
            ? OverSpend("monthly_spend_limit", Spent(subject, "month", hold, month, used.MonthMicro))
            : null;
    }

    private static UsageName NameOf(SubjectLimits subject, NewGeneration request) => new(subject.Kind, subject.Id, request.Generation.Book);

    private static string Spent(SubjectLimits subject, string window, long hold, long limit, long used) =>
        $"This needs {MicroCredits.Format(hold)} credits; {Owner(subject)} may spend {MicroCredits.Format(limit)} in a {window} (UTC), "
        + $"and {MicroCredits.Format(Math.Max(0, limit - used))} are left of it. Wait for the next {window}, or ask for a higher limit.";

    private static ServiceError OverSpend(string code, string message) => new(ErrorKind.PaymentRequired, code, message);

    private static ServiceError TooMany(string code, string message, TimeSpan wait) => new(ErrorKind.RateLimited, code, message)
    {
        RetryAfter = wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1),
    };

    private static string Owner(SubjectLimits subject, bool begins = false)
    {
        var owner = subject.Kind switch
        {
            LimitSubject.Key => "this key",
            LimitSubject.User => "this user",
            LimitSubject.Team => "this team",
            _ => throw new ArgumentOutOfRangeException(nameof(subject), subject.Kind, null),
        };
        return begins ? char.ToUpperInvariant(owner[0]) + owner[1..] : owner;
    }
}
