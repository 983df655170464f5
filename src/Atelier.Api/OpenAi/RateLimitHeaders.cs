using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Where a caller stands with its limits. Whoever counts requests puts one into <see cref="HttpContext.Features"/> before the route runs;
/// answers under <c>/v1</c> tell it in <c>x-ratelimit-*</c> headers.
/// </summary>
/// <param name="Limit">Requests allowed in the window.</param>
/// <param name="Remaining">Requests still allowed in it.</param>
/// <param name="ResetAfter">When the window is full again.</param>
public sealed record RateLimitStanding(long Limit, long Remaining, TimeSpan ResetAfter)
{
    /// <summary>Tokens allowed in the window, when tokens are counted.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>Tokens still allowed in it.</summary>
    public long? RemainingTokens { get; init; }

    /// <summary>When the window of tokens is full again.</summary>
    public TimeSpan? TokensResetAfter { get; init; }
}

/// <summary>The headers in which OpenAI's SDKs look for limits.</summary>
internal static class RateLimitHeaders
{
    public static void Write(HttpContext context)
    {
        if (context.Features.Get<RateLimitStanding>() is not { } standing)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers["x-ratelimit-limit-requests"] = Number(standing.Limit);
        headers["x-ratelimit-remaining-requests"] = Number(standing.Remaining);
        headers["x-ratelimit-reset-requests"] = Duration(standing.ResetAfter);
        if (standing.TokenLimit is { } tokens)
        {
            headers["x-ratelimit-limit-tokens"] = Number(tokens);
            headers["x-ratelimit-remaining-tokens"] = Number(standing.RemainingTokens ?? tokens);
            headers["x-ratelimit-reset-tokens"] = Duration(standing.TokensResetAfter ?? standing.ResetAfter);
        }
    }

    /// <summary>As OpenAI writes it: <c>350ms</c>, <c>1s</c>, <c>6m0s</c>.</summary>
    internal static string Duration(TimeSpan time)
    {
        var rounded = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        return rounded switch
        {
            { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(rounded.TotalMilliseconds)}ms"),
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(rounded.TotalSeconds)}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(long)rounded.TotalMinutes}m{rounded.Seconds}s"),
        };
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
