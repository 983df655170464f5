using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Account;

/// <summary>What a key, a user or a team may use; what is absent is not limited.</summary>
internal sealed record LimitsResource
{
    /// <summary>Requests in 60 seconds, counted by each node for itself; at least 1.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Generations accepted in 60 seconds; at least 1.</summary>
    public int? GenerationsPerMinute { get; init; }

    /// <summary>Generations not yet finished; at least 1.</summary>
    public int? ConcurrentGenerations { get; init; }

    /// <summary>Most credits one generation may hold.</summary>
    public decimal? CreditsPerRequest { get; init; }

    /// <summary>Most credits held and spent in one day (UTC).</summary>
    public decimal? CreditsPerDay { get; init; }

    /// <summary>Most credits held and spent in one month (UTC).</summary>
    public decimal? CreditsPerMonth { get; init; }

    public static LimitsResource? From(AccountLimits limits) => limits == AccountLimits.None
        ? null
        : new()
        {
            RequestsPerMinute = limits.RequestsPerMinute,
            GenerationsPerMinute = limits.GenerationsPerMinute,
            ConcurrentGenerations = limits.ConcurrentGenerations,
            CreditsPerRequest = Credits(limits.PerRequestMicro),
            CreditsPerDay = Credits(limits.PerDayMicro),
            CreditsPerMonth = Credits(limits.PerMonthMicro),
        };

    /// <summary>The limits; none of a missing object.</summary>
    public static Result<AccountLimits> Read(LimitsResource? limits)
    {
        var (request, day, month) = (0L, 0L, 0L);
        foreach (var (name, credits, set) in new (string, decimal?, Action<long>)[]
            {
                ("credits_per_request", limits?.CreditsPerRequest, value => request = value),
                ("credits_per_day", limits?.CreditsPerDay, value => day = value),
                ("credits_per_month", limits?.CreditsPerMonth, value => month = value),
            })
        {
            if (credits is { } amount)
            {
                if (!MicroCredits.TryFromCredits(amount, out var micro))
                {
                    return new ServiceError(
                        ErrorKind.Invalid, ProblemCodes.InvalidAmount, $"'limits.{name}' must be at most 1000000000 with at most six places.", $"limits.{name}");
                }

                set(micro);
            }
        }

        return new AccountLimits
        {
            RequestsPerMinute = limits?.RequestsPerMinute,
            GenerationsPerMinute = limits?.GenerationsPerMinute,
            ConcurrentGenerations = limits?.ConcurrentGenerations,
            PerRequestMicro = limits?.CreditsPerRequest is null ? null : request,
            PerDayMicro = limits?.CreditsPerDay is null ? null : day,
            PerMonthMicro = limits?.CreditsPerMonth is null ? null : month,
        };
    }

    private static decimal? Credits(long? micro) => micro is { } amount ? MicroCredits.ToCredits(amount) : null;
}
