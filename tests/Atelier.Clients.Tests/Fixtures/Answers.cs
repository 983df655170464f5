using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>Answers for <see cref="ScriptedServer"/>.</summary>
public static class Answers
{
    public static Func<HttpContext, Task> Json(string json, int status = 200, params (string Name, string Value)[] headers) =>
        Body(Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8", status, headers);

    public static Func<HttpContext, Task> Status(int status, string text = "", params (string Name, string Value)[] headers) =>
        Body(Encoding.UTF8.GetBytes(text), "text/plain", status, headers);

    public static Func<HttpContext, Task> Body(byte[] body, string contentType, int status = 200, params (string Name, string Value)[] headers) =>
        async context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            if (status == 204)
            {
                return;
            }

            context.Response.ContentType = contentType;
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        };

    public static Func<HttpContext, Task> Redirect(int status, string location) => Status(status, "", ("Location", location));

    /// <summary>The request was read whole; then the connection is reset without an answer.</summary>
    public static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Announces more than it sends; the server then closes the connection.</summary>
    public static Func<HttpContext, Task> Truncated(byte[] sent, long announced, string contentType) => async context =>
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = announced;
        await context.Response.Body.WriteAsync(sent, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    };

    /// <summary>Never answers; ends when the client gives up.</summary>
    public static async Task Silence(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
