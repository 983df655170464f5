using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Requests;

/// <summary>
/// What every answer tells browsers and caches: no guessing of types, no address of ours to other sites, no page of ours inside another's, no
/// private answer kept. Routes that know better have set theirs by then.
/// </summary>
internal static class SafetyHeaders
{
    // Answers of both APIs are data, also when a vendor or another caller wrote them.
    private const string DataPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";

    // Pages bring scripts and styles of their own; what none of them needs is forbidden.
    private const string PagePolicy = "object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

    private static readonly TimeSpan OneYear = TimeSpan.FromDays(365);

    public static void AddSafetyHeaders(this IServiceCollection services) => services.AddHsts(hsts => hsts.MaxAge = OneYear);

    public static void UseSafetyHeaders(this IApplicationBuilder app)
    {
        app.Use(static (context, next) =>
        {
            // Late, since the handling of faults clears what was set before.
            context.Response.OnStarting(static state => WriteAsync((HttpContext)state), context);
            return next(context);
        });

        // Only over HTTPS, and never for this machine's own names.
        app.UseHsts();
    }

    private static Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        var isData = IsData(context.Request.Path);
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = isData ? DataPolicy : PagePolicy;
        }

        if (isData && headers.CacheControl.Count == 0)
        {
            // Shared caches spare answers to an Authorization header, but know nothing of x-api-key.
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    private static bool IsData(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);
}
