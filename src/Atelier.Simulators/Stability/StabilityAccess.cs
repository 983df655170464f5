using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability;

/// <summary>The checks before everything else, even before the path is looked up: the key, then the request limit.</summary>
internal sealed class StabilityAccess(VendorSimulators simulators)
{
    private const string OrganizationPrefix = "org-";

    private readonly RateWindow _rate = new(simulators.Clock);

    /// <summary>Wraps a handler so that it runs only for admitted callers.</summary>
    public RequestDelegate Guard(Func<HttpContext, StabilityCaller, Task> handle) => context =>
    {
        var key = ApiKeys.Presented(context);
        if (key is null || !simulators.Options.Accepts(key))
        {
            return RefuseKeyAsync(context, key);
        }

        var owner = ApiKeys.Owner(key);
        if (simulators.Options.EnforceRateLimits && !_rate.TryEnter(owner))
        {
            return StabilityErrors.WriteAsync(
                context, StatusCodes.Status429TooManyRequests, "rate_limit_exceeded", StabilityErrors.RateLimitText);
        }

        var organization = context.Request.Headers["Organization"].ToString();
        if (!StabilityErrors.IsV1(context) || organization.Length == 0)
        {
            return handle(context, new StabilityCaller(owner, owner));
        }

        return organization.StartsWith(OrganizationPrefix, StringComparison.Ordinal)
            ? handle(context, new StabilityCaller(owner, $"{owner}/{organization}"))
            : StabilityErrors.WriteAsync(
                context, StatusCodes.Status403Forbidden, "permission_denied", "You do not have permission to perform this action.");
    };

    private static Task RefuseKeyAsync(HttpContext context, string? key)
    {
        var text = (StabilityErrors.IsV1(context), key) switch
        {
            (true, null) => "missing authorization header",
            (true, _) => $"Incorrect API key provided: {Mask(key!)}. You can find your API key at https://stability.ai.",
            _ => "authorization: invalid or missing header value",
        };
        return StabilityErrors.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", text);
    }

    /// <summary>Seven leading and four trailing characters, one star for each hidden one, as the vendor shows it.</summary>
    private static string Mask(string key) =>
        key.Length <= 11
            ? new string('*', key.Length)
            : string.Concat(key.AsSpan(0, 7), new string('*', key.Length - 11), key.AsSpan(key.Length - 4));
}
