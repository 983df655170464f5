using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Pages;

/// <summary>The page at <c>/</c>: what this is and where to go.</summary>
internal static class HomePage
{
    private static readonly string Version =
        typeof(HomePage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static readonly string Html = $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Atelier</title>
          <style>
            :root { color-scheme: light dark; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
            code { font-family: ui-monospace, monospace; }
          </style>
        </head>
        <body>
          <main>
            <h1>Atelier</h1>
            <p>One API for pictures, video, speech, transcription and chat. Version {{Version}}.</p>
            <ul>
              <li><a href="/docs">Reference of the API</a></li>
              <li><a href="/openapi/v1.json">OpenAPI document</a></li>
              <li><a href="/health/ready">Is it ready?</a></li>
            </ul>
            <p>Requests go to <code>/api/v1</code> with the header <code>Authorization: Bearer atl_...</code>.
               Keys were printed at the first start; <code>atelier keys create</code> makes more.</p>
          </main>
        </body>
        </html>
        """;

    public static void MapHome(this IEndpointRouteBuilder app) =>
        app.MapGet("/", () => TypedResults.Content(Html, "text/html; charset=utf-8")).ExcludeFromDescription();
}
