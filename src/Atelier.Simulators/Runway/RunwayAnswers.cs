using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Runway;

/// <summary>Writes the vendor's answers and its error envelope.</summary>
internal static class RunwayAnswers
{
    private const string DocUrl = "https://docs.dev.runwayml.com/api";

    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, int status, string error, bool withDocs = false)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new RunwayError(error, DocUrl: withDocs ? DocUrl : null), RunwayJson.Wire.RunwayError);
    }

    public static Task RefuseBodyAsync(HttpContext context, IEnumerable<JsonObject> issues)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        var error = new RunwayError("Validation of body failed", new JsonArray([.. issues]), DocUrl);
        return WriteAsync(context, error, RunwayJson.Wire.RunwayError);
    }

    /// <summary>The page the vendor's web framework answers unknown paths with.</summary>
    public static Task UnknownPathAsync(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/html; charset=utf-8";
        var what = System.Text.Encodings.Web.HtmlEncoder.Default.Encode($"Cannot {context.Request.Method} {path}");
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Error</title>
            </head>
            <body>
            <pre>{what}</pre>
            </body>
            </html>

            """;
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}
