using System.Globalization;
using Atelier.Simulators.Faults;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix;

/// <summary>
/// The errors the gateway was seen to answer, by status, chosen between with the fault's code: a number gives an upstream's numeric code
/// with an empty type; <c>quota</c> (401), <c>balance</c> (400), <c>suspended</c> (403), <c>no_valid_channel_error</c> (500) and
/// <c>model</c> (503) select the other text seen with that status.
/// </summary>
internal static class ScriptedRefusals
{
    public static Refusal Of(ScriptedError error, string? model)
    {
        var status = error.Status ?? error.Kind switch
        {
            FaultKind.RateLimited => StatusCodes.Status429TooManyRequests,
            FaultKind.ContentRefused => StatusCodes.Status400BadRequest,
            FaultKind.Error200 => StatusCodes.Status200OK,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (error.Kind == FaultKind.ContentRefused)
        {
            return new Refusal(status, Refusal.Content().Message)
            {
                Type = Refusal.RequestType,
                Code = error.Code ?? "content_policy_violation",
            };
        }

        if (int.TryParse(error.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new Refusal(status, "Upstream request failed") { Type = "", Param = "", Code = number };
        }

        return (status, error.Code) switch
        {
            (400, "balance") => new Refusal(status, Refusal.Balance().Message),
            (401, "quota") => new Refusal(status, "This token's quota has been exhausted"),
            (401, _) => new Refusal(status, "Invalid token"),
            (403, "suspended") => new Refusal(status, "Your account has been suspended."),
            (403, null or "insufficient_user_quota") => Refusal.Balance(),
            (404, _) => new Refusal(status, "Invalid URL") { Type = Refusal.RequestType },
            (429, _) => new Refusal(status, $"The {model ?? "requested"} model Too many requests; please try again later."),
            (500, "no_valid_channel_error") => Refusal.NoChannel(),
            (503, "model") =>
                new Refusal(status, "Incorrect model ID. Please check the model ID, or you do not have permission to use it."),
            (503, _) => new Refusal(status, "Rate limited by provider - contact support to request higher concurrency or try again later."),
            (200, _) => new Refusal(status, "no_valid_channel_error") { Code = error.Code },
            (>= 500, _) => new Refusal(status, "new request failed") { Code = error.Code },
            _ => new Refusal(status, "The request was refused by the upstream.") { Type = Refusal.RequestType, Code = error.Code },
        };
    }
}
