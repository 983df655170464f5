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
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

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
            return new ServiceError(
                ErrorKind.PaymentRequired,
                "request_spend_limit",
                $"This would hold {MicroCredits.Format(hold)} credits; {Owner(subject)} may hold {MicroCredits.Format(perRequest)} for one generation. Ask for less.");
        }

        if (used is null)
        {
            return null;
        }

        if (limits.ConcurrentGenerations is { } concurrent && used.Running >= concurrent)
        {
            return new ServiceError(
                ErrorKind.RateLimited, "too_many_running", $"{Owner(subject, true)} may have {concurrent} unfinished generations. Wait until one has finished.")
            {
                RetryAfter = UntilOneEnds,
            };
        }

        if (limits.GenerationsPerMinute is { } rate && used.LastMinute >= rate)
        {
            var wait = (used.OldestOfMinute ?? now) + Minute - now;
            return new ServiceError(
                ErrorKind.RateLimited, "generation_rate_limited", $"{Owner(subject, true)} may make {rate} generations in a minute. Wait a moment.")
            {
                RetryAfter = wait > ShortestWait ? wait : ShortestWait,
            };
        }

        if (limits.PerDayMicro is { } day && used.DayMicro + hold > day)
        {
            return new ServiceError(ErrorKind.PaymentRequired, "daily_spend_limit", Spent(subject, "day", hold, day, used.DayMicro));
        }

        return limits.PerMonthMicro is { } month && used.MonthMicro + hold > month
            ? new ServiceError(ErrorKind.PaymentRequired, "monthly_spend_limit", Spent(subject, "month", hold, month, used.MonthMicro))
            : null;
    }

    private static UsageName NameOf(SubjectLimits subject, NewGeneration request) => new(subject.Kind, subject.Id, request.Generation.Book);

    private static string Spent(SubjectLimits subject, string window, long hold, long limit, long used) =>
        $"This needs {MicroCredits.Format(hold)} credits; {Owner(subject)} may spend {MicroCredits.Format(limit)} in a {window} (UTC), "
        + $"and {MicroCredits.Format(Math.Max(0, limit - used))} are left of it. Wait for the next {window}, or ask for a higher limit.";

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
