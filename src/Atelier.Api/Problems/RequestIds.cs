using Atelier.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Problems;

/// <summary>Names each request: in the log, in problems and in the header <c>X-Request-Id</c>.</summary>
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
                return Task.CompletedTask;
            }, context);
            return next(context);
        });
    }
}
