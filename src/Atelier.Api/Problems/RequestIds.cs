using Atelier.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Problems;

/// <summary>Names each request: in the log, in problems and in the header <c>X-Request-Id</c>. Keeps private answers out of caches, and browsers from guessing types or running anything.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";
    private const string Prefix = "req";

    public static void UseRequestIds(this IApplicationBuilder app)
    {
        var ids = app.ApplicationServices.GetRequiredService<IdFactory>();
        app.Use((context, next) =>
        {
            context.TraceIdentifier = ids.New(Prefix);
            context.Response.OnStarting(static state =>
            {
                var http = (HttpContext)state;
                http.Response.Headers[Header] = http.TraceIdentifier;
                http.Response.Headers.XContentTypeOptions = "nosniff";
                if (IsApi(http.Request.Path) && http.Response.Headers.ContentSecurityPolicy.Count == 0)
                {
                    http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
                }

                if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && http.Response.Headers.CacheControl.Count == 0)
                {
                    // Shared caches spare answers to an Authorization header, but know nothing of x-api-key.
                    http.Response.Headers.CacheControl = "no-store";
                }

                return Task.CompletedTask;
            }, context);
            return next(context);
        });
    }

    // Answers of both APIs are data, also when a vendor or another caller wrote them.
    private static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/v1", StringComparison.Ordinal);
}
