using System.Globalization;
using Atelier.Api.Authentication;
using Atelier.Api.OpenAi;
using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Limits;

/// <summary>
/// Holds the requests per minute of keys, users and teams, and tells callers where they stand: in <c>RateLimit</c> and
/// <c>RateLimit-Policy</c> (draft-ietf-httpapi-ratelimit-headers), and for OpenAI's SDKs in <c>x-ratelimit-*</c>.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Counts every request of a caller with limits. After authentication, before the routes.</summary>
    public static void UseRequestLimits(this IApplicationBuilder app)
    {
        var meter = app.ApplicationServices.GetRequiredService<RequestMeter>();
        app.Use((context, next) =>
        {
            if (context.FindCaller() is not { } caller || AllowancesOf(caller) is not { Count: > 0 } allowances)
            {
                return next(context);
            }

            var reading = meter.Take(allowances);
            Tell(context, reading);
            return reading.IsAllowed ? next(context) : ProblemWriter.WriteErrorAsync(context, Refusal(reading));
        });
    }

    private static List<Allowance> AllowancesOf(Caller caller)
    {
        var allowances = new List<Allowance>();
        foreach (var subject in caller.Subjects())
        {
            if (subject.Limits.RequestsPerMinute is { } limit)
            {
                allowances.Add(new Allowance($"{subject.Kind.ToString().ToLowerInvariant()} {subject.Id}", limit));
            }
        }

        return allowances;
    }

    private static void Tell(HttpContext context, MeterReading reading)
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Join(", ", reading.Standings.Select(standing => string.Create(
            CultureInfo.InvariantCulture, $"\"{NameOf(standing)}\";q={standing.Allowance.Limit};w={(int)RequestMeter.Window.TotalSeconds}")));
        headers["RateLimit"] = string.Join(", ", reading.Standings.Select(standing => string.Create(
            CultureInfo.InvariantCulture, $"\"{NameOf(standing)}\";r={standing.Remaining};t={(int)Math.Ceiling(standing.ResetAfter.TotalSeconds)}")));
        var tightest = reading.Standings.MinBy(standing => standing.Remaining);
        context.Features.Set(new RateLimitStanding(tightest.Allowance.Limit, tightest.Remaining, tightest.ResetAfter));
        if (OpenAiErrors.Answers(context))
        {
            RateLimitHeaders.Write(context);
        }
    }

    private static ServiceError Refusal(MeterReading reading)
    {
        var full = reading.Standings.First(standing => standing.Remaining == 0);
        return new ServiceError(
            ErrorKind.RateLimited,
            ProblemCodes.RateLimited,
            $"This {NameOf(full)} may make {full.Allowance.Limit} requests in a minute. Wait {Math.Ceiling(reading.Wait.TotalSeconds)} seconds, or ask for a higher limit.")
        {
            RetryAfter = reading.Wait,
        };
    }

    private static string NameOf(Standing standing) => standing.Allowance.Subject[..standing.Allowance.Subject.IndexOf(' ', StringComparison.Ordinal)];
}
