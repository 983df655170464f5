using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix;

/// <summary>Writes answers, errors and event streams, each with its request id.</summary>
internal static class AiHubMixAnswers
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static long _lastCall;

    /// <summary>Gives the call its id: the time in digits, then a counter. Error messages end with it.</summary>
    public static void Identify(HttpContext context, TimeProvider time)
    {
        var number = Interlocked.Increment(ref _lastCall) % 1_000_000_000;
        context.Response.Headers["X-Request-Id"] =
            time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)
            + number.ToString("D12", CultureInfo.InvariantCulture);
    }

    public static Task WriteAsync(HttpContext context, JsonNode answer)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(Text(answer), context.RequestAborted);
    }

    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var error = new JsonObject
        {
            ["message"] = $"{refusal.Message} (tid: {context.Response.Headers["X-Request-Id"]})",
            ["type"] = refusal.Type,
        };
        if (refusal.Param is { } param)
        {
            error["param"] = param;
        }

        if (refusal.Code is { } code)
        {
            error["code"] = code.DeepClone();
        }

        var body = refusal.Wrapped ? new JsonObject { ["type"] = "error", ["error"] = error } : new JsonObject { ["error"] = error };
        context.Response.StatusCode = refusal.Status;
        return WriteAsync(context, body);
    }

    public static void BeginEvents(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
    }

    /// <summary>Sends one event at once.</summary>
    public static async Task SendEventAsync(HttpContext context, string data, string? name = null)
    {
        var text = name is null ? $"data: {data}\n\n" : $"event: {name}\ndata: {data}\n\n";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public static string Text(JsonNode node) => node.ToJsonString(Relaxed);
}
